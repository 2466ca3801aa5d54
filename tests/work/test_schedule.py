"""The worker's schedule: every job at its time, and none that fails stops the others."""

import asyncio
import logging
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from app import work
from app.lib.outages import Unreachable
from app.wiring import Wiring
from app.work import JOBS, Job
from tests.installation import make_settings

OFTEN = 0.0  # due at every tick
SELDOM = 3600.0


@pytest.fixture
def wiring(tmp_path: Path) -> Wiring:
    """Of an installation whose databases no job below asks for."""
    return Wiring(make_settings("sqlite:///people", "sqlite:///ballots", tmp_path, "smtp://x:25"))


class Clocked:
    """Jobs that count how often they were run; at the third tick it is evening."""

    def __init__(self) -> None:
        self.runs: Counter[str] = Counter()
        self.stop = asyncio.Event()

    def job(self, name: str, every: float) -> Job:
        async def act(_wiring: Wiring, _now: datetime) -> None:
            self.runs[name] += 1
            if self.runs[name] == 3:
                self.stop.set()

        return Job(name, every, act)


async def test_each_job_runs_at_once_and_then_at_its_interval(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocked = Clocked()
    monkeypatch.setattr(work, "JOBS", (clocked.job("seldom", SELDOM), clocked.job("often", OFTEN)))
    monkeypatch.setattr(work, "_TICK", 0.001)
    await asyncio.wait_for(work.run(wiring, clocked.stop), 10)
    assert clocked.runs == {"seldom": 1, "often": 3}


async def test_a_job_that_fails_is_logged_without_its_words_and_the_others_go_on(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_wiring: Wiring, _now: datetime) -> None:
        raise ValueError(entered)

    entered = "aida@mail.kg"
    clocked = Clocked()
    jobs = (Job("count", SELDOM, fail), clocked.job("often", OFTEN))
    monkeypatch.setattr(work, "JOBS", jobs)
    monkeypatch.setattr(work, "_TICK", 0.001)
    with caplog.at_level(logging.DEBUG):
        await asyncio.wait_for(work.run(wiring, clocked.stop), 10)
    assert clocked.runs["often"] == 3
    assert "The job 'count' failed" in caplog.text
    assert "ValueError" in caplog.text
    assert "aida" not in caplog.text


async def test_nothing_waits_for_a_long_job_and_a_stop_breaks_it_off(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def take_forever(_wiring: Wiring, _now: datetime) -> None:
        clocked.runs["begun"] += 1
        try:
            await asyncio.Event().wait()
        finally:
            clocked.runs["broken off"] += 1

    clocked = Clocked()
    jobs = (
        Job("register", OFTEN, take_forever, is_beside=True, is_broken_off=True),
        clocked.job("deliver", OFTEN),
    )
    monkeypatch.setattr(work, "JOBS", jobs)
    monkeypatch.setattr(work, "_TICK", 0.001)
    await asyncio.wait_for(work.run(wiring, clocked.stop), 10)
    assert clocked.runs == {"begun": 1, "deliver": 3, "broken off": 1}


async def test_a_job_after_the_stop_is_not_begun(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocked = Clocked()

    async def stop(_wiring: Wiring, _now: datetime) -> None:
        clocked.stop.set()

    jobs = (Job("stop", SELDOM, stop), clocked.job("later", SELDOM))
    monkeypatch.setattr(work, "JOBS", jobs)
    await asyncio.wait_for(work.run(wiring, clocked.stop), 10)
    assert clocked.runs == {}


def test_every_job_has_a_name_of_its_own() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)


async def test_a_seldom_job_that_met_an_outage_does_not_wait_for_its_next_day(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def meet_an_outage(_wiring: Wiring, _now: datetime) -> None:
        met.append(1)
        if len(met) == 3:
            clocked.stop.set()
        raise Unreachable

    met: list[int] = []
    clocked = Clocked()
    monkeypatch.setattr(work, "JOBS", (Job("mix", SELDOM, meet_an_outage),))
    monkeypatch.setattr(work, "_TICK", 0.001)
    monkeypatch.setattr(work, "_AFTER_OUTAGE", 0.0)
    await asyncio.wait_for(work.run(wiring, clocked.stop), 10)
    assert len(met) == 3
