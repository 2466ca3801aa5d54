"""No more letters: by a page, or by the mail program (RFC 8058)."""

import httpx
import pytest
from sqlmodel import select

from app.mail.tables import Suppression
from app.wiring import Wiring
from tests import pages

PRINT = b"a fingerprint of an address 32 b"


@pytest.fixture
def link(wiring: Wiring) -> str:
    return f"/u/{wiring.stopping.token(PRINT)}"


async def _stopped(wiring: Wiring) -> list[bytes]:
    async with wiring.people.reading() as session:
        return list(await session.exec(select(Suppression.to_print)))


async def test_looking_stops_nothing(browser: httpx.AsyncClient, wiring: Wiring, link: str) -> None:
    reply = await browser.get(link)
    assert reply.status_code == 200
    assert pages.read(reply.text).select_one("form[method=post] button")
    assert await _stopped(wiring) == []


async def test_one_click_of_a_mail_program_stops_and_a_second_changes_nothing(
    browser: httpx.AsyncClient, wiring: Wiring, link: str
) -> None:
    for _ in range(2):
        body = {"List-Unsubscribe": "One-Click"}
        reply = await browser.post(link, data=body, headers={"Sec-Fetch-Site": "cross-site"})
        assert reply.status_code == 200
    assert await _stopped(wiring) == [PRINT]


async def test_a_forged_link_stops_nobody(browser: httpx.AsyncClient, wiring: Wiring) -> None:
    assert (await browser.post(f"/u/{'A' * 43}.{'A' * 43}")).status_code == 404
    assert await _stopped(wiring) == []
