"""The director's report by keyboard alone, and on paper."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from playwright.async_api import Browser, Page
from pypdf import PdfReader

from tests.browser.conftest import DIRECTOR, PASSWORD, Place
from tests.browser.looking import NARROW, faults_of, window

REPORT = "/staff/report/geti/2026-q2"
FOCUSED = """() => { const at = document.activeElement, style = getComputedStyle(at);
    return [at.tagName, at.textContent.trim(), style.outlineStyle] }"""


@pytest.fixture
async def page(browser: Browser, place: Place) -> AsyncIterator[Page]:
    async with window(browser, NARROW) as opened:
        await opened.goto(f"{place.address}/staff/sign-in")
        await opened.fill("#email", DIRECTOR)
        await opened.fill("#password", PASSWORD)
        await opened.press("#password", "Enter")
        await opened.wait_for_url("**/staff/")
        await opened.goto(place.address + REPORT)
        yield opened


async def tab_to(page: Page, selector: str) -> None:
    """Forward by the tabulator until the focus, which is always seen, is there."""
    for _ in range(200):
        await page.keyboard.press("Tab")
        _tag, text, outline = await page.evaluate(FOCUSED)
        assert outline != "none", (selector, text[:40])
        if await page.evaluate("name => document.activeElement.matches(name)", selector):
            return
    pytest.fail(f"{selector} is not reached")


async def test_a_year_is_found_by_keyboard_alone(page: Page, place: Place) -> None:
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    await tab_to(page, ".choose > summary")
    await page.keyboard.press("Enter")
    await tab_to(page, '.choose a[href$="/year/2026"]')
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{place.address}/staff/report/geti/year/2026")
    assert await page.locator("h1").is_visible()


async def test_a_finding_opens_to_its_answers_by_keyboard(page: Page) -> None:
    finding = page.locator("details.finding").first
    assert not await finding.locator("table").is_visible()
    await tab_to(page, "details.finding > summary")
    await page.keyboard.press("Enter")
    assert await finding.locator("table").is_visible()
    assert await finding.locator("svg").is_visible()
    assert await faults_of(page) == []


async def test_on_paper_stands_what_is_open_and_nothing_leads_away(page: Page) -> None:
    opened, closed = page.locator("details.finding").nth(0), page.locator("details.finding").nth(1)
    await opened.locator("summary").click()
    await page.emulate_media(media="print")
    assert not await page.locator("header .languages").first.is_visible()
    assert not await page.locator("nav.contents").is_visible()
    assert not await page.locator(".choose").is_visible()
    assert await opened.locator("table").is_visible()
    assert await closed.locator("summary").is_visible()
    assert not await closed.locator("table").is_visible()
    leading = page.locator(".block .exhibit")
    assert await leading.count() > 0
    for n in range(await leading.count()):
        assert await leading.nth(n).locator("table").is_visible()
        assert await leading.nth(n).locator("svg:visible").count() == 1


async def test_on_paper_the_report_has_a_few_pages(page: Page) -> None:
    printed = PdfReader(BytesIO(await page.pdf(format="A4")))
    assert 3 <= len(printed.pages) <= 8
