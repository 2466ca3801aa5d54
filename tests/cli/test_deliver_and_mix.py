"""A worker's job, typed: deliver, mix."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.__main__ import pikir
from app.lib import clock as time
from app.lib.db import Database
from app.work import answers, letters
from tests.browsing import browsing
from tests.faults.house import environment
from tests.installation import Installation, installation

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday


@pytest.fixture
async def geti(
    people: Database,
    ballots: Database,
    tmp_path: Path,
    clock: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Installation]:
    """Twelve acts are on record; the shell knows the installation's settings."""
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as running:
        for name, value in environment(running.wiring.settings).items():
            monkeypatch.setenv(name, value)
        await running.record(date(2026, 7, 20), 12)
        time.step_to(MORNING + timedelta(hours=24))
        yield running


async def typed(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, pikir, words)


async def test_deliver_sends_what_is_due_and_then_nothing(geti: Installation) -> None:
    await answers.open_boxes(geti.wiring, time.now())
    await letters.invite(geti.wiring, time.now())
    first = await typed("deliver")
    assert first.exit_code == 0, first.output
    assert first.output == "12 sent, 0 to be tried again, 0 failed, 0 uncertain\n"
    assert len(geti.mailbox.letters) == 12
    assert (await typed("deliver")).output.startswith("0 sent")


async def test_mix_mixes_what_waits_once_ten_have_come(geti: Installation) -> None:
    links = await geti.write()
    async with browsing(geti.wiring.settings) as browser:
        for link in links[:9]:
            browser.cookies.clear()
            await browser.post(link, data={"overall": "4"})
        assert "no group has ten answers" in (await typed("mix")).output
        for link in links[9:]:
            browser.cookies.clear()
            await browser.post(link, data={"overall": "4"})
    said = await typed("mix")
    assert said.exit_code == 0, said.output
    assert "12 answers mixed, 0 unreadable" in said.output
