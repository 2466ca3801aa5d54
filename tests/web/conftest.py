"""Settings over the test's own databases, and a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.settings import Settings
from app.wiring import Wiring
from tests.browsing import browsing
from tests.installation import make_settings


@pytest.fixture
def settings(people: Database, ballots: Database, tmp_path: Path) -> Settings:
    return make_settings(people.url, ballots.url, tmp_path, "smtp://127.0.0.1:25")


@pytest.fixture
async def wiring(settings: Settings, keys: KeyFolder) -> AsyncIterator[Wiring]:
    """The same installation as the browser's, for arranging and looking."""
    wiring = Wiring(settings)
    yield wiring
    await wiring.close()


@pytest.fixture
async def browser(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(settings) as client:
        yield client
