"""pikir inspectorate add: an inspectorate, its sites and its signers from a file."""

import asyncio
from pathlib import Path

import click

from app.accounts import audit
from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.registry.describing import Unreadable
from app.registry.inspectorates import Added, AnotherBody, add_from
from app.registry.keeping_step import LeftBehind
from app.settings import from_environment


@click.group()
def inspectorate() -> None:
    """Inspectorates, their sites and those who sign their letters."""


@inspectorate.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--still-fits",
    "still_fit",
    multiple=True,
    type=click.Choice(LANGUAGES),
    help="A signer's words in this language stay as they are, although those in others change.",
)
def add(file: Path, still_fit: tuple[str, ...]) -> None:
    """Add what FILE (YAML) describes, or write what has changed in it since."""
    try:
        added = asyncio.run(_add(file, still_fit))
    except LeftBehind as error:
        flags = " ".join(f"--still-fits {it}" for it in dict.fromkeys(it for it, _ in error.places))
        raise click.ClickException(f"{error} To confirm it, add: {flags}") from error
    except (Unreadable, AnotherBody) as error:
        raise click.ClickException(str(error)) from error
    for change in added.changes:
        click.echo(f"written: {change}")
    if not added.changes:
        click.echo("Nothing to change: everything in the file stands already.")


async def _add(file: Path, still_fit: tuple[str, ...]) -> Added:
    database = Database(from_environment().database_url)
    try:
        async with database.transaction() as session:
            added = await add_from(session, file, still_fit)
            if added.changes:
                audit.record(session, None, "described an inspectorate", added.inspectorate.slug)
            return added
    finally:
        await database.close()
