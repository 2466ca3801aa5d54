"""The report as a file, from the button to the download, on a telephone; axe finds no fault."""

from pathlib import Path

from playwright.async_api import Browser

from app.accounts.roles import DIRECTOR
from app.lib import clock
from app.wiring import Wiring
from app.work import reports
from tests.browser.conftest import Place
from tests.browser.looking import NARROW, faults_of, window
from tests.browser.test_staff_at_work import become, wiring

__all__ = ["wiring"]  # a fixture


async def test_a_report_is_asked_for_waited_for_and_kept(
    browser: Browser, place: Place, wiring: Wiring
) -> None:
    async with window(browser, NARROW, "dark") as page:
        await become(page, place, wiring, DIRECTOR)
        await page.goto(f"{place.address}/staff/report/geti/2026-q2")
        await page.click("button[value=pdf]")
        assert await faults_of(page) == []
        await reports.make(wiring, clock.now())
        await page.click("main a.button")
        assert await faults_of(page) == []
        async with page.expect_download() as coming:
            await page.click("main a.button")
        file = await coming.value
        assert file.suggested_filename.startswith("pikir-geti-2026-q2-")
        assert Path(await file.path()).read_bytes().startswith(b"%PDF")
