"""The front page and the mailbox are pages as good as any."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from app.demo.folder import Folder
from app.demo.mailbox import Mailbox
from app.demo.pages import House, router
from app.demo.register.bodies import BODIES
from app.demo.staff import PASSWORD, accounts, found_inspectorates
from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.lib.quarters import Quarter
from app.wiring import Wiring
from tests.browsing import browsing
from tests.installation import make_settings
from tests.making.letters import make_message
from tests.pages import read, words

NOON = datetime(2026, 10, 1, 6, tzinfo=UTC)


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with closing(Mailbox(tmp_path / "mailbox.sqlite3")) as box:
        yield box


@pytest.fixture
async def browser(
    people: Database, ballots: Database, mailbox: Mailbox, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    settings = make_settings(people.url, ballots.url, tmp_path, "smtp://127.0.0.1:25")
    wiring = Wiring(settings)
    await found_inspectorates(wiring)
    await wiring.close()
    house = House(Folder(tmp_path), mailbox, Quarter(2026, 3))
    async with browsing(settings, [router(house)]) as client:
        yield client


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_front_page_leads_everybody_on(
    browser: httpx.AsyncClient, mailbox: Mailbox, language: str
) -> None:
    mailbox.keep("ky1@visitor.example", make_message(), NOON)
    page = read((await browser.get(f"/demo/?lang={language}")).raise_for_status().text)
    assert page.html is not None
    assert page.html["lang"] == language
    hrefs = {str(anchor["href"]) for anchor in page.find_all("a")}
    assert "/demo/mailbox/1?lang=ky" in hrefs
    assert f"/staff/sign-in?lang={language}" in hrefs
    for body in BODIES:
        assert f"/{language}/so-far/{body.slug}?quarter=2026-q3" in hrefs
    assert PASSWORD in words(page)
    assert all(account.email in words(page) for account in accounts())
    assert page.select_one(".simulated") is not None


async def test_the_mailbox_is_searched_and_paged(
    browser: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    for number in range(60):
        mailbox.keep(f"{number}@mail.example", make_message(), NOON)
    page = read((await browser.get("/demo/mailbox?lang=en")).raise_for_status().text)
    assert len(page.select("tbody tr")) == 50
    older = page.find("a", string="Older letters")
    assert older is not None
    page = read((await browser.get(str(older["href"]))).raise_for_status().text)
    assert len(page.select("tbody tr")) == 10
    page = read((await browser.get("/demo/mailbox?lang=en&to=59@")).raise_for_status().text)
    assert [row.get_text() for row in page.select("tbody td:nth-child(2)")] == ["59@mail.example"]
    nobody = (await browser.get("/demo/mailbox?lang=en&to=nobody")).raise_for_status().text
    assert "No letters here." in words(read(nobody))


async def test_a_letter_is_shown_in_a_frame_that_can_do_nothing(
    browser: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    mailbox.keep("a@mail.example", make_message(), NOON)
    reply = (await browser.get("/demo/mailbox/1?lang=ky")).raise_for_status()
    page = read(reply.text)
    frame = page.find("iframe")
    assert frame is not None
    assert "allow-scripts" not in str(frame["sandbox"])
    assert "frame-src 'self'" in reply.headers["content-security-policy"]
    html = (await browser.get(str(frame["src"]))).raise_for_status()
    assert "<p>Салам!</p>" in html.text
    policy = html.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy


async def test_a_letter_that_is_not_there_is_not_found(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/demo/mailbox/7")).status_code == 404
