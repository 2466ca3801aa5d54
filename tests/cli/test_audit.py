"""`pikir audit`."""

import json

import pytest
from sqlalchemy import text

from app.accounts import append_only, audit, chain
from app.lib import clock as time
from app.lib.db import Database
from tests.cli.conftest import Typed
from tests.making.accounts import NOW


@pytest.fixture
async def head(people: Database, clock: None) -> str:
    """Of a trail of three events."""
    time.step_to(NOW)
    async with people.transaction() as session:
        for name in ("Aida", "Bakyt", "Nurlan"):
            audit.record(session, None, "added inspector", name)
    async with people.reading() as session:
        return (await chain.head(session)).digest.hex()


async def test_a_trail_as_it_was_written_is_ok(typed: Typed, head: str) -> None:
    said = await typed("audit", "verify", "--head", head)
    assert (said.exit_code, said.output) == (0, f"OK: 3 events, head {head}\n")


async def test_a_changed_trail_is_not(typed: Typed, head: str, people: Database) -> None:
    async with people.transaction() as session, append_only.lifted(session):
        connection = await session.connection()
        await connection.execute(text("UPDATE accounts_event SET about = 'x' WHERE number = 2"))
    said = await typed("audit", "verify")
    assert (said.exit_code, said.output.startswith("BROKEN: event 2 was altered")) == (1, True)
    found = json.loads((await typed("audit", "verify", "--json")).output)
    assert (found["events"], found["fault"]) == (1, {"number": 2, "what": "altered"})


async def test_its_end_cut_off_shows_against_an_earlier_head(
    typed: Typed, head: str, people: Database
) -> None:
    async with people.transaction() as session, append_only.lifted(session):
        connection = await session.connection()
        await connection.execute(text("DELETE FROM accounts_event WHERE number = 3"))
    assert (await typed("audit", "verify")).exit_code == 0
    said = await typed("audit", "verify", "--head", head)
    assert (said.exit_code, "ends with event 2" in said.output) == (1, True)


@pytest.mark.parametrize("head", ["", "12", "x" * 64])
async def test_what_is_no_head_is_refused(typed: Typed, head: str) -> None:
    said = await typed("audit", "verify", f"--head={head or ' '}")
    assert said.exit_code == 2
    assert "64 digits" in said.output


@pytest.mark.usefixtures("head")
async def test_events_are_shown_from_a_day_on(typed: Typed) -> None:
    shown = (await typed("audit", "show", "--since", "2026-08-03")).output.splitlines()
    assert shown[0] == "1  2026-08-03T06:00:00+00:00  operator  added inspector  Aida"
    assert len(shown) == 3
    assert (await typed("audit", "show", "--since", "2026-08-04")).output == ""
    lines = (await typed("audit", "show", "--json")).output.splitlines()
    assert [json.loads(line)["about"] for line in lines] == ["Aida", "Bakyt", "Nurlan"]
