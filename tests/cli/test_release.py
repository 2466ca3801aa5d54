"""What is typed to release a quarter."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.lib import clock as moments
from app.lib.db import Database
from tests.cli.conftest import Typed
from tests.making.registry import make_inspectorate


@pytest.fixture(autouse=True)
async def geti(people: Database) -> None:
    """One inspectorate, which inspected nobody."""
    async with people.transaction() as session:
        await make_inspectorate(session)


async def test_a_closed_quarter_is_released_and_written_once(typed: Typed, tmp_path: Path) -> None:
    moments.step_to(datetime(2026, 11, 15, 6, tzinfo=UTC))
    first = await typed("release", "2026-Q3")
    assert first.exit_code == 0, first.output
    page = tmp_path / "site/geti/ky/results/geti/2026-q3/index.html"
    before = page.read_bytes()
    again = await typed("release", "2026-q3", "--inspectorate", "geti")
    assert "\n  0 files written" in again.output
    assert again.output.splitlines()[0] == first.output.splitlines()[0]
    assert page.read_bytes() == before


async def test_a_quarter_that_is_still_open_is_refused(typed: Typed, tmp_path: Path) -> None:
    moments.step_to(datetime(2026, 11, 14, 6, tzinfo=UTC))
    refused = await typed("release", "2026-Q3")
    assert refused.exit_code == 1
    assert "geti: Answers about 2026-Q3 are taken until 2026-11-14." in refused.output
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("autumn",), "'autumn' is not a quarter such as 2026-Q3"),
        (("2026-Q3", "--inspectorate", "nobody"), "There is no inspectorate nobody. Known: geti."),
    ],
)
async def test_what_was_mistyped_is_said(typed: Typed, words: tuple[str, ...], said: str) -> None:
    mistyped = await typed("release", *words)
    assert mistyped.exit_code != 0
    assert said in mistyped.output
