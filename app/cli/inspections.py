"""pikir inspections import: a register from a CSV file."""

import asyncio
from pathlib import Path

import click
from rich.progress import Progress

from app.accounts import audit
from app.cli.places import inspectorate_named
from app.invitations.counting import invited_among
from app.lib.db import Database
from app.registry.addresses import Addresses
from app.registry.importing.csv_rows import Unreadable
from app.registry.importing.running import Report, import_file
from app.settings import Settings, from_environment


@click.group()
def inspections() -> None:
    """The register of inspections."""


@inspections.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--inspectorate", "slug", required=True, help="Its short name, such as geti.")
def import_(file: Path, slug: str) -> None:
    """Bring in the inspections of FILE (CSV). A second time adds nothing.

    Good rows are kept; the others are named, and the exit status is then 1.
    """
    try:
        report = asyncio.run(_import(from_environment(), file, slug))
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error}") from error
    _say(report, file)
    if report.refused_rows:
        raise SystemExit(1)


async def _import(settings: Settings, file: Path, slug: str) -> Report:
    database = Database(settings.database_url)
    addresses = Addresses(settings.email_keys, settings.pepper)
    try:
        async with database.reading() as session:
            inspectorate = await inspectorate_named(session, slug)
        with Progress(transient=True) as bar:
            task = bar.add_task("Importing", total=None)
            report = await import_file(
                database,
                addresses,
                inspectorate,
                file,
                invited_among=invited_among,
                progress=lambda done, size: bar.update(task, completed=done, total=size),
            )
        async with database.transaction() as session:
            audit.record(session, None, "imported a register", f"{slug}: {report.added} added")
    finally:
        await database.close()
    return report


def _say(report: Report, file: Path) -> None:
    for refusal in report.refused:
        column = f", {refusal.column}" if refusal.column else ""
        click.echo(f"{file.name}, line {refusal.row}{column}: {refusal.remedy}", err=True)
    click.echo(
        f"{report.added} added, {report.changed} changed, {report.unchanged} stood already, "
        f"{report.refused_rows} refused."
    )
