"""An inspector at work: at a desk without a mouse, and in the field with one thumb."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

from tests.browser.chromium import overflow
from tests.browser.conftest import INSPECTOR, PASSWORD, Place

FORM = (
    "tax_number", "find", "licence_number", "business_name", "act_number", "act_date",
    "handed_over", "act_year", "started_on", "finished_on", "kind", "region", "outcome",
    "inspector", "email", "no_email_reason", "language", "save", "next",
)  # fmt: skip
THUMB = 44  # px


@pytest.fixture
async def desk(browser: Browser, place: Place) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="ru")
    page = await context.new_page()
    await page.goto(f"{place.address}/staff/sign-in?lang=ru")
    yield page
    await context.close()


@pytest.fixture
async def telephone(browser: Browser, place: Place) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="ru"
    )
    page = await context.new_page()
    await page.goto(f"{place.address}/staff/sign-in?lang=ru")
    yield page
    await context.close()


async def focused(page: Page) -> str:
    """The name of what has the focus: an id, a button's value, where a link leads."""
    return str(
        await page.evaluate(
            """(() => { const on = document.activeElement;
                return on.type == "radio" ? on.name
                    : on.id || on.value || on.getAttribute("href") || on.tagName; })()"""
        )
    )


async def tab_to(page: Page, name: str) -> list[str]:
    """Where Tab led on the way there."""
    way: list[str] = []
    while len(way) < 60:
        await page.keyboard.press("Tab")
        way.append(await focused(page))
        if way[-1].partition("?")[0] == name:
            return way
    raise AssertionError(f"Tab does not lead to {name}: {way}")


async def type_into(page: Page, name: str, words: str) -> None:
    await tab_to(page, name)
    await page.keyboard.type(words)


async def enter_key(page: Page) -> None:
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def test_an_act_is_entered_with_keys_alone(desk: Page) -> None:
    await type_into(desk, "email", INSPECTOR)
    await type_into(desk, "password", PASSWORD)
    await enter_key(desk)
    await tab_to(desk, "/staff/inspections/new")
    await enter_key(desk)
    await type_into(desk, "tax_number", "10000000000003")
    await desk.keyboard.press("Tab")
    await enter_key(desk)  # Find
    assert await focused(desk) == "business_name"
    assert await desk.input_value("#business_name") == "Ишкана 3"
    await type_into(desk, "act_number", "К-1")
    await type_into(desk, "act_date", "24082026")
    await tab_to(desk, "handed_over")
    await desk.keyboard.press("ArrowDown")  # on another day
    await desk.keyboard.press("ArrowUp")
    await type_into(desk, "started_on", "200826")
    await type_into(desk, "finished_on", "21.8.26")
    for name in ("kind", "region", "outcome"):
        await tab_to(desk, name)
        if not await desk.input_value(f"#{name}"):
            await desk.keyboard.press("ArrowDown")
    await type_into(desk, "email", "keys@mail.example")
    await enter_key(desk)  # in a field it saves
    heading = await desk.inner_text("h1")
    assert heading.startswith("Акт № К-1 / 2026")


async def test_tab_goes_through_the_form_as_it_is_read(desk: Page, place: Place) -> None:
    await desk.fill("#email", INSPECTOR)
    await desk.fill("#password", PASSWORD)
    await desk.press("#password", "Enter")
    await desk.wait_for_url("**/staff/")
    await desk.goto(f"{place.address}/staff/inspections/new")
    await tab_to(desk, "tax_number")
    assert ("tax_number", *await tab_to(desk, "next")) == FORM


async def test_an_act_is_entered_with_a_thumb(telephone: Page, place: Place) -> None:
    page = telephone
    await _tap_and_type(page, "#email", INSPECTOR)
    await _tap_and_type(page, "#password", PASSWORD)
    await page.tap("main form button")
    await page.wait_for_url("**/staff/")
    await page.tap('a[href^="/staff/inspections/new"]')
    await page.wait_for_url("**/inspections/new**")
    assert await small_targets(page) == []
    assert await overflow(page) <= 0
    await _tap_and_type(page, "#tax_number", "1000 0000 0000 04")
    await page.tap('button[value="find"]')
    await page.wait_for_function("document.querySelector('#business_name').value == 'Ишкана 4'")
    for field, words in (
        ("#act_number", "Т-1"),
        ("#act_date", "24082026"),
        ("#started_on", "20082026"),
        ("#finished_on", "21082026"),
        ("#email", "thumb@gmial.com"),
    ):
        await _tap_and_type(page, field, words)
    await page.select_option("#outcome", "no_violation")
    await page.tap('button[value="save"]')
    take = page.locator('[name="take_email"]')
    assert "thumb@gmail.com" in await take.inner_text()
    assert await small_targets(page) == []
    await take.tap()
    await page.wait_for_selector("dl.facts")
    assert "t…@gmail.com" in await page.inner_text("dl.facts")
    await page.goto(f"{place.address}/staff/inspections")
    assert await small_targets(page) == []
    assert await overflow(page) <= 0


async def _tap_and_type(page: Page, field: str, words: str) -> None:
    await page.tap(field)
    await page.keyboard.type(words)


async def small_targets(page: Page) -> list[str]:
    """What is to be tapped and is lower or narrower than a thumb; links within a text may be."""
    found = await page.evaluate(
        """least => [...document.querySelectorAll(
                "main button, main input, main select, main .choice, main .filters a")]
            .filter(one => one.checkVisibility() && !one.closest(".choice input"))
            .map(one => [one.id || one.value || one.innerText,
                         (one.closest(".choice") || one).getBoundingClientRect()])
            .filter(([name, box]) => box.width && (box.height < least || box.width < least))
            .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)""",
        THUMB,
    )
    return list(found)
