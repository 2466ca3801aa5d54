"""pikir i18n export and import: a questionnaire's texts to a translator, and back."""

import asyncio
from pathlib import Path

import click

from app.ballots.boxes import is_used
from app.cli.editions import FILE, draft_of, has_installation, say_places
from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.questionnaires.drafts import Draft
from app.questionnaires.loading import load_draft
from app.settings import from_environment
from app.translations.exporting import export as write_workbook
from app.translations.importing import Outcome, compare, take
from app.translations.reading import NotOurs

NEW = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--language", type=click.Choice(LANGUAGES), required=True, help="The translator's.")
@click.option("--out", type=NEW, required=True, help="The workbook, which a translator fills in.")
def export(file: Path, language: str, out: Path) -> None:
    """Write the texts of the questionnaire FILE to a workbook (XLSX) for a translator."""
    draft = draft_of(file)
    if language == draft.source:
        raise click.ClickException(f"{draft.name} was written in {language}: nothing to translate.")
    click.echo(f"{out}: {write_workbook(draft, language, out)} to translate")


@click.command("import")
@click.argument("workbook", type=FILE)
@click.option("--into", type=FILE, required=True, help="The questionnaire.")
@click.option("--unused", is_flag=True, help="Nobody has answered this edition, anywhere.")
def import_(workbook: Path, into: Path, unused: bool) -> None:
    """Write a translator's WORKBOOK into a questionnaire. Exit status 1 if a row is refused."""
    draft = draft_of(into)
    try:
        outcome = compare(workbook, draft)
        if outcome.changed() and not unused:
            _refuse_used(draft, asyncio.run(_is_used(draft)))
        take(outcome, draft)
    except NotOurs as error:
        raise click.ClickException(str(error)) from error
    _say(outcome, load_draft(into))
    raise SystemExit(bool(outcome.refused))


async def _is_used(draft: Draft) -> bool | None:
    """None where no installation is at hand that could know."""
    if not has_installation():
        return None
    database = Database(from_environment().ballots_url)
    try:
        async with database.reading() as session:
            asked = draft.questionnaire
            return await is_used(session, asked.name, asked.edition)
    finally:
        await database.close()


def _refuse_used(draft: Draft, used: bool | None) -> None:
    following = draft.questionnaire.edition + 1
    cure = f"Copy it to {following}.yaml, set edition: {following} there, and import into that."
    if used:
        raise click.ClickException(f"{draft.name} has been used and never changes. {cure}")
    may_be_live = all(draft.standing(language).percent == 100 for language in LANGUAGES)
    if used is None and may_be_live:
        problem = f"{draft.name} is complete, and nothing here knows whether it has been used"
        fresh = "If it is such a copy already, or nobody has used it, add --unused."
        raise click.ClickException(f"{problem}. {cure} {fresh}")


def _say(outcome: Outcome, draft: Draft) -> None:
    say_places("refused:", outcome.refused)
    say_places("missing:", outcome.missing)
    say_places("remarks of the translator:", outcome.remarks)
    taken = f"{len(outcome.texts)} taken, of which {len(outcome.changed())} are new"
    percent = draft.standing(outcome.language).percent
    click.echo(f"{taken}. {draft.name}: {outcome.language} {percent} %")
