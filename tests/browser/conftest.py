"""One published quarter, one quarter in progress, and a server that a real browser can reach."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser
from sqlmodel import select

from app.accounts.roles import Role
from app.lib import clock as time
from app.lib.db import BallotsTable, Database, PeopleTable
from app.main import create_app
from app.registry.tables import Inspection
from app.settings import Settings
from tests.browser.chromium import HOW_TO_INSTALL, PROGRAM, chromium, served
from tests.browsing import browsing
from tests.databases import Template
from tests.installation import Installation, installation
from tests.making.accounts import make_cookie, make_person

PASSWORD = "four horses near the lake"
DIRECTOR, INSPECTOR = "director@geti.kg.example", "inspector@geti.kg.example"
MINISTRY = "ministry@geti.kg.example"
ADMINISTRATOR = "administrator@geti.kg.example"
# A Tuesday of the second quarter, and one of the third; ten o'clock in Bishkek.
MORNINGS = (datetime(2026, 4, 21, 4, tzinfo=UTC), datetime(2026, 7, 21, 4, tzinfo=UTC))
RELEASED = datetime(2026, 8, 25, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Letters:
    """`unanswered` are links nobody has used yet."""

    address: str
    unanswered: list[str]


@dataclass(frozen=True)
class Place(Letters):
    sites: Path
    mailbox: list[str]  # letters as mail programs show them
    cookie: str  # of the administrator, who would be asked for a code
    settings: Settings  # for whoever arranges more


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)
            if PROGRAM is None:
                item.add_marker(pytest.mark.skip(reason=HOW_TO_INSTALL))


@pytest.fixture(scope="package")
def clock_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    file = tmp_path_factory.mktemp("clock") / "clock"
    file.write_text("0")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(time.FILE, str(file))
        yield


@pytest.fixture(scope="package")
async def place(tmp_path_factory: pytest.TempPathFactory, clock_file: None) -> AsyncIterator[Place]:
    async with _geti(tmp_path_factory.mktemp("place")) as geti:
        unanswered = await _live(geti)
        cookie = await _hire(geti)
        with served(create_app(geti.wiring.settings)) as address:
            await _deny(geti)
            html = [_html(letter) for letter in geti.mailbox.letters[-3:]]
            settings = geti.wiring.settings
            yield Place(address, unanswered, settings.site_folder, html, cookie, settings)


@pytest.fixture(scope="module")
async def letters(
    tmp_path_factory: pytest.TempPathFactory, clock_file: None
) -> AsyncIterator[Letters]:
    """Just written: nobody has answered, nothing is published."""
    async with _geti(tmp_path_factory.mktemp("letters")) as geti:
        links = await _write(geti, MORNINGS[1], 4)
        with served(create_app(geti.wiring.settings)) as address:
            yield Letters(address, links)


@asynccontextmanager
async def _geti(folder: Path) -> AsyncIterator[Installation]:
    people = Database(Template(PeopleTable.metadata, folder, None).copy(folder))
    ballots = Database(Template(BallotsTable.metadata, folder, None).copy(folder))
    async with installation(people, ballots, folder) as geti:
        yield geti
    await people.close()
    await ballots.close()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


async def _live(geti: Installation) -> list[str]:
    """Two quarters, of which the first is released. The links that stay unused."""
    unused: list[str] = []
    for morning in MORNINGS:
        links = await _write(geti, morning, 24)
        unused = links[54:]
        await _answer(geti, links[:54])
        await geti.mix()
        await geti.draw()
    time.step_to(datetime.combine(date(2026, 8, 17), morning.timetz()))
    await geti.mix()
    time.step_to(RELEASED)
    await geti.release()
    await geti.draw()
    return unused


async def _write(geti: Installation, morning: datetime, count: int) -> list[str]:
    """Of yesterday's acts, so many in each of three regions."""
    time.step_to(morning)
    for region in ("KG-GB", "KG-C", "KG-O"):
        await geti.record(morning.date() - timedelta(days=1), count, region)
    time.step_to(morning + timedelta(hours=24))
    return await geti.write()


async def _answer(geti: Installation, links: list[str]) -> None:
    async with browsing(geti.wiring.settings) as client:
        for n, link in enumerate(links):
            client.cookies.clear()
            form = {
                "notice": ("advance_written", "same_day", "advance_oral")[n % 3],
                "credentials": ("both", "one")[n % 5 == 0],
                "rights": str(2 + n % 4),
                "competence": str(3 + n % 3),
                "courtesy": str(1 + n % 5),
                "findings": str(2 + n % 3),
                "overall": str(2 + n % 4),
                "improve": f"Сунуш {n}: алдын ала кабарлагыла." if n % 6 == 0 else "",
            }
            assert (await client.post(link, data=form)).status_code == 303


async def _hire(geti: Installation) -> str:
    """The administrator's cookie."""
    here = geti.inspectorate.id
    for email, role, where in (
        (DIRECTOR, Role.DIRECTOR, here),
        (INSPECTOR, Role.INSPECTOR, here),
        (MINISTRY, Role.MINISTRY, None),
        (ADMINISTRATOR, Role.ADMINISTRATOR, None),
    ):
        person = await make_person(
            geti.wiring.people, email, "Айгүл Асанова", role, where, PASSWORD
        )
    return await make_cookie(geti.wiring.people, person, time.now())


async def _deny(geti: Installation) -> None:
    """One reader says that the inspection was not theirs."""
    async with geti.wiring.people.transaction() as session:
        inspection = (await session.exec(select(Inspection.id))).first()
        assert inspection
        await geti.wiring.denying.act(session, geti.wiring.denying.token(inspection))


def _html(letter: object) -> str:
    part = letter.get_body(("html",))  # type: ignore[attr-defined]
    return str(part.get_content())
