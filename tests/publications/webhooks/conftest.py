"""A receiver on this machine, an inspectorate, and a clock that stands at a release."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from app.lib import clock as time
from app.lib.db import Database
from app.publications.webhooks import managing
from app.publications.webhooks.managing import Wanted
from app.publications.webhooks.sending import Sender
from app.publications.webhooks.signing import Vault
from app.registry.tables import Inspectorate
from tests.making.registry import make_inspectorate
from tests.making.webhooks import Receiver, receiving

NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
VAULT = Vault(b"pepper" * 6)
DEMO = Sender(VAULT, "http://pikir.test")


@pytest.fixture(autouse=True)
def _noon(clock: None) -> None:
    time.step_to(NOW)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        return await make_inspectorate(session)


async def hook(people: Database, url: str, inspectorate: Inspectorate | None = None) -> str:
    wanted = Wanted(url, inspectorate.id if inspectorate else None)
    async with people.transaction() as session:
        return await managing.add(session, VAULT, wanted, NOW, is_demo=True)
