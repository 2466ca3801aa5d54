"""An installation that can be backed up, and empty databases to restore into."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.__main__ import pikir
from app.backups.contents import BALLOTS, PEOPLE
from app.lib import clock as time
from app.lib.db import Database
from app.wiring import Wiring
from tests.databases import Template
from tests.faults.house import environment
from tests.installation import Installation, installation
from tests.making.backups import fresh, stamp

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday


@pytest.fixture
async def geti(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> AsyncIterator[Installation]:
    time.step_to(MORNING)
    await stamp(people, PEOPLE)
    await stamp(ballots, BALLOTS)
    async with installation(people, ballots, tmp_path) as running:
        yield running


@pytest.fixture
async def empty(
    people_template: Template, ballots_template: Template, tmp_path: Path
) -> AsyncIterator[tuple[Database, Database]]:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    people, ballots = await fresh(people_template.copy(folder), ballots_template.copy(folder))
    yield people, ballots
    for database, template in ((people, people_template), (ballots, ballots_template)):
        await database.close()
        template.take_back(database.url)


@pytest.fixture
async def again(
    geti: Installation, empty: tuple[Database, Database]
) -> AsyncIterator[Installation]:
    """The same secrets, keys and files over the empty databases."""
    people, ballots = empty
    settings = replace(geti.wiring.settings, database_url=people.url, ballots_url=ballots.url)
    wiring = Wiring(settings)
    yield replace(geti, wiring=wiring)
    await wiring.close()


Typed = Callable[..., Awaitable[Result]]


@pytest.fixture
def typed(geti: Installation, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """`pikir …` in a shell that knows the installation's settings."""
    for name, value in environment(geti.wiring.settings).items():
        monkeypatch.setenv(name, value)

    async def run(*words: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, pikir, words)

    return run
