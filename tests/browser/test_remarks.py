"""Remarks are worked through by keyboard alone, and none of their pages breaks a rule of axe."""

from playwright.async_api import Browser

from app.accounts.roles import DIRECTOR
from app.wiring import Wiring
from tests.browser.conftest import Place
from tests.browser.looking import NARROW, faults_of, window
from tests.browser.test_staff_at_work import become, wiring

__all__ = ["wiring"]  # a fixture

_FOCUSED = "document.activeElement.matches"


async def test_remarks_are_worked_through_by_keyboard(
    browser: Browser, place: Place, wiring: Wiring
) -> None:
    async with window(browser, NARROW, "dark") as page:

        async def tab_to(selector: str) -> None:
            for _ in range(250):
                await page.keyboard.press("Tab")
                if await page.evaluate(f"{_FOCUSED}({selector!r})"):
                    return
            raise AssertionError(f"The keyboard does not reach {selector} on {page.url}")

        async def press(selector: str, key: str = "Enter") -> None:
            await tab_to(selector)
            async with page.expect_navigation():
                await page.keyboard.press(key)
            assert await faults_of(page) == []

        await become(page, place, wiring, DIRECTOR)
        await page.goto(f"{place.address}/staff/remarks/geti/2026-q2?words=сунуш")
        assert await faults_of(page) == []
        for box in ("[name=remark]", "[name=remark]", "[value=timing]"):
            await tab_to(box)
            await page.keyboard.press("Space")
        await tab_to("[name=kind]")
        for _ in range(2):
            await page.keyboard.press("ArrowDown")
        await press(".part > button")  # something is missing
        assert await page.locator(".errors a").count() == 4
        await tab_to("#what")
        for words in ("Кабарлоо тартиби", "Көзөмөл бөлүмү", "01.12.2026", "Көпчүлүк суранат"):
            await page.keyboard.type(words)
            await page.keyboard.press("Tab")
        await press(".part > button")
        assert await page.locator("[role=status]").count() == 1
        await press(".remarks a")
        await tab_to("#marked")
        await page.keyboard.type("кабарлагыла")
        await press("form[action$=mask] button")
        await become(page, place, wiring, DIRECTOR)
        await page.goto(f"{place.address}/staff/masks")
        assert await faults_of(page) == []
        await press("[value=confirmed]")
        assert await page.locator("mark").count() == 0
        await page.goto(f"{place.address}/staff/measures/geti")
        assert await faults_of(page) == []
        await press(".list a")
        await tab_to("[name=progress]")
        await page.keyboard.press("ArrowDown")
        await press("main form button")
        assert await page.locator(".list li").count() == 1
