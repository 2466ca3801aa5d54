"""An installation whose letters are kept."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.lib import clock as time
from app.lib.db import Database
from tests.installation import Installation, installation
from tests.making.accounts import NOW


@pytest.fixture
async def geti(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> AsyncIterator[Installation]:
    time.step_to(NOW)
    async with installation(people, ballots, tmp_path) as running:
        yield running
