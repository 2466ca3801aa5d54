"""pikir i18n: how far each language is, and what fits. (A translator's workbooks: workbooks.py.)"""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.editions import FILE, draft_of, has_installation, say_places
from app.cli.workbooks import export, import_
from app.lib.db import Database
from app.lib.i18n import ENGLISH_NAMES, LANGUAGES
from app.questionnaires.loading import Shelf, Unreadable
from app.registry import inspectorates
from app.registry.signers import released
from app.settings import from_environment
from app.translations.accepting import Unnamed, accept_translations
from app.translations.overview import Row, Signed, overview

_FIRST = 5  # places shown of each kind; --json shows all


@click.group()
def i18n() -> None:
    """Translations: how far they are, and a questionnaire's texts to translators and back."""


i18n.add_command(export)
i18n.add_command(import_)


@i18n.command()
@click.option("--json", "as_json", is_flag=True, help="For machines, with every place.")
def status(as_json: bool) -> None:
    """How far each language is. Exit status 1 while one that people can choose is not at 100 %."""
    try:
        rows, drafts = overview(signed=asyncio.run(_signed())), Shelf().drafts
    except Unreadable as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps([_as_json(row) for row in rows], ensure_ascii=False))
    else:
        _say(rows)
        for draft in drafts:
            click.echo(f"Nobody is asked with {draft.name} before every language is at 100 %.")
    raise SystemExit(any(row.is_live and row.standing.percent < 100 for row in rows))


@i18n.command()
@click.argument("file", type=FILE)
@click.argument("places", nargs=-1)
@click.option("--language", type=click.Choice(LANGUAGES), help="Only this one.")
def accept(file: Path, places: tuple[str, ...], language: str | None) -> None:
    """Say that the translations in FILE fit its source text, as it stands there now.

    A translation that stayed as it was while its source changed has to be named by its place.
    """
    languages = [language] if language else LANGUAGES
    try:
        accepted = accept_translations(draft_of(file), languages, places)
    except Unnamed as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{accepted} accepted")


async def _signed() -> Sequence[Signed] | None:
    """None where nothing is set up."""
    if not has_installation():
        return None
    database = Database(from_environment().database_url)
    try:
        async with database.reading() as session:
            bodies = await inspectorates.all_of(session)
            return [(body.slug, await released(session, body)) for body in bodies]
    finally:
        await database.close()


def _as_json(row: Row) -> dict[str, object]:
    standing = row.standing
    return {
        "language": row.language,
        "live": row.is_live,
        "kind": row.kind,
        "texts": standing.texts,
        "done": standing.done,
        "percent": standing.percent,
        "stale": standing.stale,
        "missing": standing.missing,
    }


def _say(rows: list[Row]) -> None:
    click.echo(f"{'language':10} {'kind':14} texts   done  stale missing    %")
    for row in rows:
        it = row.standing
        name = ENGLISH_NAMES.get(row.language, f"({row.language})")
        numbers = f"{it.texts:5} {it.done:6} {len(it.stale):6} {len(it.missing):7} {it.percent:4}"
        click.secho(f"{name:10} {row.kind:14} {numbers}", fg=None if it.percent == 100 else "red")
    for row in rows:
        for state, places in (("stale", row.standing.stale), ("missing", row.standing.missing)):
            say_places(f"{row.language}, {row.kind}, {state}:", places, _FIRST)
