"""Questionnaires as they are named on the command line, and lists of places in them."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from app.questionnaires.drafts import Draft
from app.questionnaires.loading import Unreadable, load_draft

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def draft_of(file: Path) -> Draft:
    try:
        return load_draft(file)
    except Unreadable as error:
        raise click.ClickException(str(error)) from error


def has_installation() -> bool:
    """Not on a translator's machine."""
    return bool({"PIKIR_DATABASE_URL", "PIKIR_DATABASE_URL_FILE"} & os.environ.keys())


def say_places(heading: str, places: Sequence[str], shown: int | None = None) -> None:
    """Nothing if there are none; all of them, or as many as are to be shown."""
    if places:
        click.echo(f"\n{heading}")
        for place in places[:shown]:
            click.echo(f"  {place}")
        if shown and len(places) > shown:
            click.echo(f"  and {len(places) - shown} more: --json shows them all")
