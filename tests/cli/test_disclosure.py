"""What is typed to audit all that was shown in a year."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from app.ballots.boxes import BoxName
from app.ballots.tables import Snapshot
from app.lib import clock as moments
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from tests.cli.conftest import Typed
from tests.making.ballots import make_box
from tests.making.moves import BEFORE, PARTS, TELLING, show
from tests.making.registry import make_inspectorate

USUAL = BoxName("geti", Quarter(2026, 3), "post-inspection", 1)
COURTESY = "2026-Q3 invited post-inspection 1 courtesy"


@pytest.fixture(autouse=True)
async def box(people: Database, ballots: Database, keys: KeyFolder) -> str:
    """Four regions of one inspectorate, of which nothing is shown yet."""
    async with people.transaction() as session:
        await make_inspectorate(session)
    return await make_box(ballots, keys, *PARTS, name=USUAL)


async def test_what_tells_nothing_is_ok(typed: Typed, ballots: Database, box: str) -> None:
    await show(ballots, box, [*BEFORE, *TELLING])
    said = await typed("disclosure", "geti", "2026")
    assert said.exit_code == 0, said.output
    assert said.output.splitlines()[0].startswith(f"{COURTESY}: 1 tables, ")
    assert said.output.splitlines()[0].endswith(" hidden counts: OK")


async def test_what_tells_something_is_named(typed: Typed, ballots: Database, box: str) -> None:
    await show(ballots, box, BEFORE, TELLING)
    said = await typed("disclosure", "geti", "2026")
    assert said.exit_code == 1
    assert f"{COURTESY}: 2 tables, " in said.output
    assert "hidden counts: TELLS" in said.output
    assert "Error: 1 questions tell what is hidden" in said.output


async def test_pages_that_show_something_else_are_named(
    typed: Typed, ballots: Database, box: str
) -> None:
    await show(ballots, box, BEFORE)
    async with ballots.transaction() as session:
        for snapshot in await session.exec(select(Snapshot).where(Snapshot.cell == "all")):
            snapshot.base -= 1
    said = await typed("disclosure", "geti", "2026")
    assert said.exit_code == 1
    assert "ALTERED: pages show something else than was audited" in said.output


async def test_a_year_of_which_nothing_was_shown_tells_nothing(typed: Typed) -> None:
    for year in ("2025", "2026"):  # without a box, and with one in which nobody answered
        said = await typed("disclosure", "geti", year)
        assert (said.exit_code, said.output) == (0, f"Nothing was shown of geti in {year}.\n")


async def test_an_inspectorate_that_is_not_there_is_no_ok(typed: Typed) -> None:
    said = await typed("disclosure", "gety", "2026")
    assert said.exit_code == 1
    assert "There is no inspectorate gety." in said.output


async def test_a_release_that_would_tell_is_refused_and_says_where(
    typed: Typed, ballots: Database, box: str
) -> None:
    await show(ballots, box, BEFORE, TELLING)
    moments.step_to(datetime(2026, 11, 15, 6, tzinfo=UTC))
    refused = await typed("release", "2026-Q3")
    assert refused.exit_code == 1
    assert "geti: What is shown tells what is hidden: 2026-Q3 courtesy." in refused.output
    assert "`pikir disclosure geti 2026`" in refused.output
