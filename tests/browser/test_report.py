"""The director's report by keyboard alone, and on paper."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

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


async def test_on_paper_everything_is_open_and_nothing_leads_away(page: Page) -> None:
    await page.emulate_media(media="print")
    assert not await page.locator("header .languages").first.is_visible()
    assert not await page.locator("nav.contents").is_visible()
    assert not await page.locator(".choose").is_visible()
    tables = page.locator("main table")
    for n in range(await tables.count()):
        assert await tables.nth(n).is_visible()
    drawn = await page.locator(".block .chart-wide svg, .block .chart-only svg").count()
    assert await page.locator(".block svg:visible").count() == drawn > 1
