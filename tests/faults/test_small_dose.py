"""A few kills of everything: `make faults` gives the large dose, and the tables."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.lib import clock as time
from app.lib.db import Database
from app.settings import Settings
from tests.databases import Template
from tests.faults import acting, mixing, publishing, servers
from tests.faults.house import Nursery, home, nursery
from tests.faults.mail import stage
from tests.making.ballots import NOON
from tests.making.webhooks import receiving

SLOW = pytest.mark.slow

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def installed(people_template: Template, ballots_template: Template, tmp_path: Path) -> Settings:
    """With its databases in its folder, so that it can be copied whole."""
    folder = tmp_path / "home"
    folder.mkdir()
    return home(people_template.copy(folder), ballots_template.copy(folder), folder)


@pytest.fixture(scope="module")
async def nurse(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    async with nursery(tmp_path_factory.getbasetemp()) as started:
        yield started


async def test_no_letter_is_lost_or_doubled_where_the_relays_log_can_be_read(
    nurse: Nursery, people: Database, ballots: Database, tmp_path: Path
) -> None:
    async with stage((people.url, ballots.url, tmp_path), [nurse], log=True) as house:
        house.least = 12
        for verb in ("DATA", "dot", "reply"):
            await house.kill_at(verb, house.nurseries[0])
        for step in (2, 5):
            assert await house.kill_at_step(step)
        toll = await house.settle()
    assert (toll.kills, toll.lost, toll.doubled, toll.changed) == (5, 0, 0, 0)


async def test_nor_without_one_when_a_worker_dies_before_its_marks_are_written(
    nurse: Nursery, people: Database, ballots: Database, tmp_path: Path
) -> None:
    async with stage((people.url, ballots.url, tmp_path), [nurse], lines=1) as house:
        house.least = 12
        for step in range(8, 18, 2):
            assert await house.kill_at_step(step)
        toll = await house.settle()
    assert (toll.kills, toll.lost, toll.doubled, toll.changed) == (5, 0, 0, 0)


async def test_who_dies_while_the_server_takes_a_letter_sends_it_twice_with_the_same_link(
    nurse: Nursery, people: Database, ballots: Database, tmp_path: Path
) -> None:
    async with stage((people.url, ballots.url, tmp_path), [nurse], lines=1) as house:
        house.least = 12
        for verb in ("MAIL", "dot"):
            await house.kill_at(verb, house.nurseries[0])
        toll = await house.settle()
    assert (toll.kills, toll.lost, toll.doubled, toll.changed) == (2, 0, 1, 0)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_server_that_misbehaves_loses_no_letter(
    nurse: Nursery, installed: Settings, tmp_path: Path
) -> None:
    how = await servers.fare(nurse, installed, "dot", "take and drop")
    assert (how.lost, how.doubled) == (0, servers.LETTERS)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_no_answer_is_lost_or_doubled_when_the_mixer_dies(
    nurse: Nursery, installed: Settings, tmp_path: Path
) -> None:
    await mixing.prepare(installed)
    time.step_to(NOON)
    toll = await mixing.kill_at_every_step(nurse, installed, tmp_path, every=9)
    assert toll.kills > 2
    assert (toll.lost, toll.doubled, toll.unfit) == (0, 0, 0)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("job", "every"),
    [("take in", 4), ("call", 5), *(pytest.param(job, 1, marks=SLOW) for job in acting.EVERY)],
)
async def test_what_is_killed_and_done_again_is_done_once(
    nurse: Nursery, installed: Settings, tmp_path: Path, job: str, every: int
) -> None:
    async with receiving() as receiver:
        toll = await acting.kill_at_every_step(nurse, installed, tmp_path, job, every, receiver)
    assert toll.kills > 0
    assert (toll.unlike, toll.untold) == (0, 0)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_readers_never_see_a_mixture_when_the_publisher_dies(
    nurse: Nursery, installed: Settings, tmp_path: Path
) -> None:
    await publishing.prepare(nurse, installed)
    toll = await publishing.kill_at_every_step(nurse, installed, tmp_path, every=40)
    assert toll.kills > 2
    assert (toll.mixtures, toll.unfinished, toll.left) == (0, 0, 0)
