"""An inspectorate to bring registers into."""

import pytest

from app.lib.clock import step_to
from app.lib.db import Database
from app.registry.tables import Inspectorate
from tests.making.registry import NOW, make_inspectorate


@pytest.fixture
async def geti(people: Database, clock: None) -> Inspectorate:
    step_to(NOW)
    async with people.transaction() as session:
        return await make_inspectorate(session)
