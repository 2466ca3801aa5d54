"""Settings over the test's own databases, and a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.settings import Settings
from app.wiring import Wiring
from tests.browsing import ORIGIN, browsing


@pytest.fixture
def settings(people: Database, ballots: Database, tmp_path: Path) -> Settings:
    return Settings(
        database_url=people.url,
        ballots_url=ballots.url,
        smtp_url="smtp://127.0.0.1:25",
        base_url=ORIGIN,
        secret_keys=("a signing key for tests " * 2,),
        pepper=b"a pepper for tests " * 2,
        email_keys=(Fernet.generate_key().decode(),),
        key_folder=tmp_path / "keys",
        site_folder=tmp_path / "site",
    )


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
