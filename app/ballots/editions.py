"""Editions of questionnaires that people have been asked with."""

from app.ballots.boxes import EditionChanged, is_used
from app.lib.db import Database
from app.questionnaires.loading import Shelf, Unfinished


async def used_drafts(ballots: Database, shelf: Shelf) -> list[Unfinished]:
    """Used, and yet not finished: their files were altered since."""
    if not shelf.drafts:
        return []
    async with ballots.reading() as session:
        return [draft for draft in shelf.drafts if await is_used(session, *draft.key)]


async def refuse_used_drafts(ballots: Database, shelf: Shelf) -> None:
    """EditionChanged: whoever holds a letter would find no questions."""
    for draft in await used_drafts(ballots, shelf):
        raise EditionChanged(
            f"{draft.name} has been used and was altered since. Put it back.\n{draft}"
        )
