"""X1-X3: words that want to be markup, script, template or formula, in every field that is stored.

One installation in which everybody's texts are hostile lives through a quarter; then every page,
file and letter that there is must show them as words.
"""

import csv
import json
import re
from collections.abc import AsyncIterator
from functools import partial
from html.parser import HTMLParser
from io import BytesIO, StringIO
from xml.etree import ElementTree

import httpx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from playwright.async_api import Route

from tests.browser.chromium import HOW_TO_INSTALL, PROGRAM, chromium
from tests.browsing import ORIGIN
from tests.hostile.poisoned import ANSWERS, CANARY, Place, poisoned
from tests.making.mail import html, written

_OF_A_PAGE = ("content-type", "content-security-policy", "x-content-type-options")


@pytest.fixture(scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    async with poisoned(tmp_path_factory.mktemp("canary")) as found:
        yield found


class Markup(HTMLParser):
    """What of a page a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_data = given.get("type") == "application/ld+json"
        if (tag == "script" and not is_data) or (tag == "img" and given.get("src") == "x"):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.found += [
            f"{tag} {value}" for value in given.values() if value and "javascript:" in value
        ]


def active(page: str) -> list[str]:
    parser = Markup()
    parser.feed(page)
    return parser.found


def test_the_search_for_markup_bites() -> None:
    assert active(f"<p>{CANARY}</p>") == ["script", "img", "img onerror"]
    assert active(f'<input value="{CANARY}">') == ["script", "img", "img onerror"]


def test_every_page_shows_hostile_words_as_words(place: Place) -> None:
    pages = place.of_type("text/html")
    assert len(pages) > 40
    showing = 0
    for path, reply in pages.items():
        assert active(reply.text) == [], path
        text = BeautifulSoup(reply.content, "html.parser").get_text()
        showing += "onerror=a()" in text
        if "onerror=a()" in text:
            assert "{{7*7}}" in text, path  # neither worked out nor swallowed
            assert "%(n)s" in text, path
    assert showing > 20


def test_data_in_pages_is_still_data(place: Place) -> None:
    found = [
        json.loads(str(tag.string))
        for reply in place.of_type("text/html").values()
        for tag in BeautifulSoup(reply.content, "html.parser").select("script")
    ]
    assert any(CANARY in described["publisher"]["name"] for described in found)


def test_feeds_and_calendars_hold_words_and_nothing_else(place: Place) -> None:
    feeds = place.of_type("application/atom+xml")
    calendars = place.of_type("text/calendar")
    assert feeds
    assert calendars
    for reply in feeds.values():
        titles = ElementTree.fromstring(reply.content).iter("{http://www.w3.org/2005/Atom}title")  # noqa: S314
        assert any(CANARY in (title.text or "") for title in titles)
    for reply in calendars.values():
        whole = reply.text.replace("\r\n ", "")
        names = [line.partition(":")[0] for line in whole.split("\r\n") if line]
        assert all(re.fullmatch(r"[A-Z-]+", name) for name in names)


def test_no_cell_of_a_table_is_a_formula(place: Place) -> None:
    tables = place.of_type("text/csv")
    books = place.of_type("application/vnd.openxmlformats")
    assert tables
    assert books
    for reply in tables.values():
        for row in csv.reader(StringIO(reply.content.decode("utf-8-sig"), newline="")):
            assert not [cell for cell in row if cell.startswith(tuple("=+@\t\r＝"))]
    for reply in books.values():
        for sheet in openpyxl.load_workbook(BytesIO(reply.content)).worksheets:
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_letters_show_hostile_words_as_words(place: Place) -> None:
    letters = place.geti.mailbox.letters
    assert len(letters) == ANSWERS + 1
    for letter in letters:
        assert active(html(letter)) == []
        assert "{{7*7}}" in written(letter)
        assert [name for name in letter if name.lower() in ("bcc", "cc")] == []
        assert letter["To"].endswith("@mail.example")


@pytest.mark.browser
@pytest.mark.slow  # the tests above say the same of the bytes
@pytest.mark.skipif(PROGRAM is None, reason=HOW_TO_INSTALL)
async def test_a_browser_runs_nothing_of_it(place: Place) -> None:
    """Neither an error of a script that ran, nor a script that the policy had to stop."""
    said: list[str] = []
    replies = place.of_type("text/html")
    async with chromium() as browser:
        page = await browser.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        await page.set_content(f"<p>{CANARY}</p>")
        assert "a is not defined" in said  # the ear hears
        said.clear()
        for path, reply in _unlike(replies).items():
            await page.unroute_all()
            await page.route("**/*", partial(_answer, reply))
            await page.goto(f"{ORIGIN}/")
            assert said == [], path


async def _answer(reply: httpx.Response, route: Route) -> None:
    """The page as it came over the wire; nothing else that it asks for."""
    if route.request.resource_type != "document":
        await route.fulfill(body="", content_type="text/css")
        return
    headers = {name: value for name, value in reply.headers.items() if name in _OF_A_PAGE}
    await route.fulfill(body=reply.content, headers=headers)


def _unlike(replies: dict[str, httpx.Response]) -> dict[str, httpx.Response]:
    """One page of each kind is enough for a browser: those in English, numbers left out."""
    kinds: dict[str, tuple[str, httpx.Response]] = {}
    for path, reply in replies.items():
        if "onerror=a()" in reply.text.replace("&gt;", ">"):
            kinds.setdefault(
                re.sub(r"/(ky|kk|ru|en)/|[0-9a-f-]{8,}|/s/\S+", "", path), (path, reply)
            )
    return dict(kinds.values())
