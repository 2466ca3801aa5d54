"""Two inspectorates, and other systems that hold tokens of theirs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.lib import clock as the_clock
from app.lib.db import Database
from app.registry.tables import Inspectorate
from tests.making.accounts import make_token
from tests.making.registry import make_fields, make_inspectorate

NOW = datetime(2026, 8, 3, 6, 0, tzinfo=UTC)  # noon in Bishkek
PATH = "/api/v1/inspections"


@dataclass
class Systems:
    """What stands at the other end of the API."""

    people: Database
    client: httpx.AsyncClient
    geti: Inspectorate  # in Kyrgyzstan
    consumer: Inspectorate  # in Kazakhstan

    async def of(self, inspectorate: Inspectorate, *scopes: str) -> dict[str, str]:
        """The headers of a system of that inspectorate; it may read and write inspections if no
        scope is named."""
        name = f"register {sorted(scopes)}"
        token = await make_token(
            self.people, inspectorate.id, *scopes, name=name, now=the_clock.now()
        )
        return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


@pytest.fixture
async def systems(people: Database, browser: httpx.AsyncClient, clock: None) -> Systems:
    the_clock.step_to(NOW)
    del browser.headers["Sec-Fetch-Site"]  # only browsers say it
    async with people.transaction() as session:
        geti = await make_inspectorate(session, "geti", "KG")
        consumer = await make_inspectorate(session, "consumer", "KZ")
    return Systems(people, browser, geti, consumer)


def act(country: str = "KG", **changes: Any) -> dict[str, Any]:
    """An inspection as it is sent; a change to None leaves the field out."""
    sent: dict[str, Any] = make_fields(country).model_dump(mode="json") | changes
    return {name: value for name, value in sent.items() if value is not None}
