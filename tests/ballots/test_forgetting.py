"""After a mixing nobody can tell in which order tickets were used."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.ballots.casting import Used
from app.ballots.tables import Spent
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from tests.making.ballots import NOON, SHELF, casting, make_box, make_content, make_ticket, mix


async def test_used_tickets_lie_sorted_and_as_if_used_at_once(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    async with casting(ballots) as slots:
        for _ in range(12):
            await slots.cast(make_ticket(box_id), make_content(), NOON)
    await mix(ballots, keys, folder, SHELF)
    async with ballots.reading() as session:
        digests = list(await session.exec(select(Spent.digest)))
        assert digests == sorted(digests)
        assert len(digests) == 12
        if not ballots.is_sqlite:
            marks = text("SELECT count(DISTINCT xmin::text) FROM ballots_spent")
            assert (await (await session.connection()).execute(marks)).scalar() == 1


async def test_a_ticket_stays_used_after_a_mixing(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    ticket = make_ticket(box_id)
    async with casting(ballots) as slots:
        await slots.cast(ticket, make_content(), NOON)
        for _ in range(9):
            await slots.cast(make_ticket(box_id), make_content(), NOON)
        await mix(ballots, keys, folder, SHELF)
        with pytest.raises(Used):
            await slots.cast(ticket, make_content(), NOON)
