"""After a mixing nothing of the tickets that were used before it is left between the rows."""

import hmac
from pathlib import Path

import pytest
from sqlmodel import select

from app.ballots.tables import Spent
from app.ballots.tickets import Ticket
from app.lib.clock import step_to
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from tests.making.ballots import (
    AFTER_CLOSE,
    NOON,
    PEPPER,
    SHELF,
    casting,
    make_box,
    make_content,
    make_ticket,
    mix,
)
from tests.privacy.bytes_of import files_in, found, tables_of

pytestmark = pytest.mark.usefixtures("clock")


async def use_tickets(database: Database, keys: KeyFolder, count: int = 12) -> list[Ticket]:
    step_to(NOON)
    box_id = await make_box(database, keys)
    tickets = [make_ticket(box_id) for _ in range(count)]
    async with casting(database) as slots:
        for ticket in tickets:
            await slots.cast(ticket, make_content(), NOON)
    return tickets


async def test_the_files_of_a_closed_box_tell_of_no_used_ticket(
    ballots: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    tickets = await use_tickets(ballots, keys)
    digests = [hmac.digest(PEPPER, ticket.random, "sha256") for ticket in tickets]
    assert found(digests, files_in(tmp_path), tables_of(ballots)) == set(digests)
    step_to(AFTER_CLOSE)
    await mix(ballots, keys, tmp_path / "batches", SHELF)
    assert found(digests, files_in(tmp_path), tables_of(ballots)) == set()


async def test_a_long_reader_stops_neither_mixing_nor_answering(
    ballots: Database, keys: KeyFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if ballots.is_sqlite:
        pytest.skip("its writers wait for nobody who reads")
    tickets = await use_tickets(ballots, keys)
    async with ballots.reading() as backup:
        assert len((await backup.exec(select(Spent))).all()) == len(tickets)
        (mixed,) = await mix(ballots, keys, tmp_path / "batches", SHELF)
        assert mixed.count == len(tickets)
        async with casting(ballots) as slots:
            await slots.cast(make_ticket(tickets[0].box_id), make_content(), NOON)
    assert "A long reader" in caplog.text
