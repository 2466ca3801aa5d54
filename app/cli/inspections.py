"""pikir inspections import: a register from a CSV file or a spreadsheet."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import click
from rich.progress import Progress

from app.accounts import audit
from app.cli.places import inspectorate_named
from app.invitations.recalling import LETTERS
from app.lib.db import Database
from app.registry.addresses import Addresses
from app.registry.importing import telling
from app.registry.importing.map_file import read_map
from app.registry.importing.report import Report
from app.registry.importing.report_sheet import to_xlsx
from app.registry.importing.rows import Unreadable
from app.registry.importing.running import import_file
from app.settings import Settings, from_environment

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class _Wish:
    file: Path
    slug: str
    map: Path | None
    sheet: str | None
    is_dry: bool
    is_quiet: bool


@click.group()
def inspections() -> None:
    """The register of inspections."""


@inspections.command("import")
@click.argument("file", type=_FILE)
@click.option("--inspectorate", "slug", required=True, help="Its short name, such as geti.")
@click.option("--map", "map_", type=_FILE, help="A column map (docs/register.md).")
@click.option("--sheet", help="Of a spreadsheet; left out, its first.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would happen; write nothing.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write the refused rows: report.xlsx, for mending, or report.txt.",
)
@click.option("--json", "as_json", is_flag=True, help="Say the result to a machine.")
def import_(
    file: Path,
    slug: str,
    map_: Path | None,
    sheet: str | None,
    is_dry: bool,
    report_file: Path | None,
    as_json: bool,
) -> None:
    """Bring in the inspections of FILE (CSV or XLSX). A second time adds nothing.

    Good rows are kept; the others are named, and the exit status is then 1.
    """
    wish = _Wish(file, slug, map_, sheet, is_dry, is_quiet=as_json)
    try:
        report = asyncio.run(_import(from_environment(), wish))
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error}") from error
    if report_file:
        _write(report_file, report, file.name)
    if as_json:
        click.echo(telling.as_json(report, is_dry))
    else:
        _say(report, wish, report_file)
    if report.refused_rows:
        raise SystemExit(1)


async def _import(settings: Settings, wish: _Wish) -> Report:
    database = Database(settings.database_url)
    addresses = Addresses(settings.email_keys, settings.pepper)
    try:
        async with database.reading() as session:
            inspectorate = await inspectorate_named(session, wish.slug)
        column_map = read_map(wish.map, inspectorate.country) if wish.map else None
        with Progress(transient=True, disable=wish.is_quiet) as bar:
            task = bar.add_task("Reading" if wish.is_dry else "Importing", total=None)
            report = await import_file(
                database,
                addresses,
                inspectorate,
                wish.file,
                letters=LETTERS,
                column_map=column_map,
                sheet=wish.sheet,
                is_rehearsal=wish.is_dry,
                progress=lambda done, size: bar.update(task, completed=done, total=size),
            )
        if not wish.is_dry:
            async with database.transaction() as session:
                about = f"{wish.slug}: {report.added} added"
                audit.record(session, None, "imported a register", about)
    finally:
        await database.close()
    return report


def _write(path: Path, report: Report, name: str) -> None:
    if path.suffix.lower() == ".xlsx":
        path.write_bytes(to_xlsx(report))
    else:
        lines = [*telling.refusals(report, name), telling.summary(report), ""]
        path.write_text("\n".join(lines), encoding="utf-8")


def _say(report: Report, wish: _Wish, report_file: Path | None) -> None:
    if report_file is None:
        for line in telling.refusals(report, wish.file.name):
            click.echo(line, err=True)
    click.echo(telling.summary(report))
    if wish.is_dry:
        click.echo("This was a dry run: nothing has been written.")
