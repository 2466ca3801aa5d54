"""Pages that say no: each can be read in every language, in one request, without its ticket."""

import re
from collections.abc import Awaitable, Callable

import httpx
import pytest

from app.lib import clock as time
from app.lib.i18n import LANGUAGES
from tests import pages
from tests.web.public.conftest import AFTER_CLOSE, Letters

ANSWERS = {"overall": "4"}
Address = Callable[[httpx.AsyncClient, Letters], Awaitable[str]]


async def _used(browser: httpx.AsyncClient, letters: Letters) -> str:
    link = letters.link()
    await browser.post(link, data=ANSWERS)
    browser.cookies.clear()
    return f"{link}?lang=ky"


async def _closed(_browser: httpx.AsyncClient, letters: Letters) -> str:
    time.step_to(AFTER_CLOSE)
    return letters.link()


def _at(path: str) -> Address:
    async def where(_browser: httpx.AsyncClient, _letters: Letters) -> str:
        return path

    return where


@pytest.mark.parametrize(
    ("where", "status"),
    [
        (_used, 409),
        (_closed, 410),
        (_at("/s/forged"), 404),
        (_at("/u/forged"), 404),
        (_at("/s/thanks"), 410),
        (_at("/ky/results/“none”/here?x=1"), 404),
        (_at("/none/at/all"), 404),
    ],
)
async def test_a_refusal_is_read_in_any_language(
    browser: httpx.AsyncClient, letters: Letters, where: Address, status: int
) -> None:
    address = await where(browser, letters)
    headers = {"Accept-Language": "ky"}
    reply = await browser.get(address, headers=headers)
    assert reply.status_code == status
    links = pages.read(reply.text).select(".languages a")
    headings = set()
    for link in links:
        there = await browser.get(reply.url.join(str(link["href"])), headers=headers)
        page = pages.read(there.text)
        assert there.status_code == status
        assert page.html and page.html["lang"] == link["lang"]
        assert page.h1
        headings.add(page.h1.text)
    assert len(links) == len(headings) == len(LANGUAGES) - 1


async def test_a_refusal_comes_in_one_request_and_does_not_repeat_its_ticket(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    address = await _used(browser, letters)
    reply = await browser.get(address)
    assert not re.search(r"<link[^>]+stylesheet|<img|<script", reply.text)
    assert "style-src 'sha256-" in reply.headers["content-security-policy"]
    assert reply.headers["referrer-policy"] == "strict-origin"
    assert address.split("/")[-1].partition("?")[0] not in reply.text


async def test_what_was_entered_is_not_left_behind_for_another_language(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    reply = await browser.post(letters.link(), data={"improve": "a" * 100_000})
    assert reply.status_code == 413
    assert pages.read(reply.text).select(".languages a") == []
