"""pikir inspectorate: one with its sites and signers from a file, and as such a file."""

from collections.abc import Collection
from functools import partial
from pathlib import Path

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.cli.acting import in_transaction
from app.cli.places import inspectorate_named
from app.invitations.postponing import postpone
from app.lib import clock
from app.lib.i18n import LANGUAGES
from app.questionnaires.loading import Shelf
from app.registry import inspectorates
from app.registry.describing import Unreadable, read_description
from app.registry.inspectorates import Added, AnotherBody
from app.registry.keeping_step import LeftBehind
from app.registry.showing import as_yaml, shown


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
        added = in_transaction(partial(_add, file, still_fit))
    except LeftBehind as error:
        flags = " ".join(f"--still-fits {it}" for it in dict.fromkeys(it for it, _ in error.places))
        raise click.ClickException(f"{error} To confirm it, add: {flags}") from error
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    except AnotherBody as error:
        raise click.ClickException(str(Unreadable(str(file), error.errors))) from error
    for change in added.changes:
        click.echo(f"written: {change}")
    if not added.changes:
        click.echo("Nothing to change: everything in the file stands already.")


@inspectorate.command()
@click.argument("slug")
def show(slug: str) -> None:
    """Print SLUG as the file (YAML) that describes it: `add` with that file changes nothing."""
    click.echo(in_transaction(partial(_shown, slug)), nl=False)


async def _add(file: Path, still_fit: Collection[str], session: AsyncSession) -> Added:
    description = read_description(file, Shelf().names())
    added = await inspectorates.add(session, description, still_fit=still_fit)
    if "sending" in added.changes:
        await postpone(session, added.inspectorate, clock.now())
    if added.changes:
        audit.record(session, None, "described an inspectorate", added.inspectorate.slug)
    return added


async def _shown(slug: str, session: AsyncSession) -> str:
    inspectorate = await inspectorate_named(session, slug)
    return as_yaml(await shown(session, inspectorate, clock.now()))
