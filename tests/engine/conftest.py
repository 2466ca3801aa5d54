"""A server of PostgreSQL that these tests may stop, and an installation on it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.lib.db import BallotsTable, PeopleTable
from app.settings import Settings
from app.wiring import Wiring
from tests.databases import Template
from tests.engine.server import Server, server
from tests.faults.house import Nursery, home, nursery


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(scope="module")
def homes(own: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Template, Template]:
    folder = tmp_path_factory.mktemp("homes")
    metadata = (PeopleTable.metadata, BallotsTable.metadata)
    people, ballots = (Template(each, folder, own.address) for each in metadata)
    return people, ballots


@pytest.fixture
def settings(homes: tuple[Template, Template], tmp_path: Path, clock: None) -> Settings:
    people, ballots = homes
    return home(people.copy(tmp_path), ballots.copy(tmp_path), tmp_path / "home")


@pytest.fixture
async def wiring(settings: Settings) -> AsyncIterator[Wiring]:
    wiring = Wiring(settings)
    yield wiring
    await wiring.close()


@pytest.fixture(scope="module")
async def nurses(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Nursery]]:
    """Two, so that two processes can be at the same thing."""
    top = tmp_path_factory.getbasetemp()
    async with nursery(top) as one, nursery(top) as other:
        yield [one, other]
