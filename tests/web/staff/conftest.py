"""Two inspectorates, and a browser that becomes whoever the test wants to be."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest

from app.accounts.roles import DIRECTOR, Role
from app.accounts.tables import Person
from app.lib import clock as the_clock
from app.lib.db import Database
from app.registry.tables import Inspectorate
from tests.making.accounts import make_cookie, make_person
from tests.making.registry import make_inspectorate

NOW = datetime(2026, 8, 3, 6, 0, tzinfo=UTC)  # noon in Bishkek


@dataclass
class Staff:
    """The people of both inspectorates, made when they are needed."""

    people: Database
    browser: httpx.AsyncClient
    geti: Inspectorate  # in Kyrgyzstan
    consumer: Inspectorate  # in Kazakhstan

    async def become(self, role: Role | None, inspectorate: Inspectorate | None = None) -> Person:
        """From now on the browser is somebody with that role, there; they read English."""
        email = f"{uuid4().hex}@pikir.example"
        where = inspectorate.id if inspectorate else None
        person = await make_person(self.people, email, "Aida Asanova", role, where)
        async with self.people.transaction() as session:
            (await session.get_one(Person, person.id)).language = "en"
        self.browser.cookies.set("pikir", await make_cookie(self.people, person, the_clock.now()))
        return person


@pytest.fixture
async def staff(people: Database, browser: httpx.AsyncClient, clock: None) -> Staff:
    the_clock.step_to(NOW)
    async with people.transaction() as session:
        geti = await make_inspectorate(session, "geti", "KG")
        consumer = await make_inspectorate(session, "consumer", "KZ")
    return Staff(people, browser, geti, consumer)


@pytest.fixture
async def director(staff: Staff) -> Staff:
    await staff.become(DIRECTOR, staff.geti)
    return staff
