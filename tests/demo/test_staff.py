"""One press, and whoever tries the demo is anybody of the staff."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.demo.folder import Folder
from app.demo.mailbox import Mailbox
from app.demo.pages import House, router
from app.demo.staff import accounts, found_inspectorates, hire
from app.lib.db import Database
from app.lib.quarters import Quarter
from app.wiring import Wiring
from tests.browsing import browsing
from tests.installation import make_settings


@pytest.fixture
async def browser(
    people: Database, ballots: Database, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    settings = make_settings(people.url, ballots.url, tmp_path, "smtp://127.0.0.1:25")
    async with Wiring(settings) as wiring:
        await found_inspectorates(wiring)
        await hire(wiring)
    mailbox = Mailbox(tmp_path / "mailbox.sqlite3")
    house = House(Folder(tmp_path), mailbox, Quarter(2026, 3))
    async with browsing(settings, [router(house)]) as client:
        yield client
    mailbox.close()


async def test_one_press_signs_in_the_administrator_too(browser: httpx.AsyncClient) -> None:
    for account in accounts():
        reply = await browser.post("/demo/enter", data={"email": account.email})
        assert (reply.status_code, reply.headers["location"]) == (303, "/staff/")
        assert account.name in (await browser.get("/staff/")).text
    await browser.post("/demo/enter", data={"email": "administrator@pikir.example"})
    assert (await browser.get("/staff/people")).status_code == 200


async def test_only_the_demos_own_page_and_people_are_taken(browser: httpx.AsyncClient) -> None:
    email = {"email": "administrator@pikir.example"}
    foreign = await browser.post("/demo/enter", data=email, headers={"Sec-Fetch-Site": "none"})
    assert foreign.status_code == 403
    unknown = await browser.post("/demo/enter", data={"email": "nobody@pikir.example"})
    assert unknown.status_code == 404
