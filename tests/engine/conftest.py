"""A server of PostgreSQL that these tests may stop, and an installation on it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from app.wiring import Wiring
from tests.databases import Pair
from tests.engine.server import Server, server
from tests.faults.house import Nursery, home, nursery


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture(scope="module")
def homes(own: Server, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return Pair(tmp_path_factory.mktemp("homes"), own.address)


@pytest.fixture
def settings(homes: Pair, tmp_path: Path, clock: None) -> Settings:
    return home(*homes.copy(tmp_path), tmp_path / "home")


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
