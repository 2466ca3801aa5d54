"""Answering as a person does: on a phone, by touch or by keyboard, without scripts."""

import re

from playwright.async_api import Browser, Page

from tests.browser.chromium import violations
from tests.browser.conftest import Letters

_FORBIDDEN = re.compile(r"violates the following Content Security Policy|Refused to")


async def _phone(browser: Browser, *, scripts: bool = False) -> Page:
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=scripts, bypass_csp=scripts
    )
    return await context.new_page()


async def test_the_whole_way_without_scripts(browser: Browser, letters: Letters) -> None:
    page = await _phone(browser)
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    await page.goto(letters.address + letters.unanswered[1])
    assert len([url for url in requests if not url.startswith("data:")]) == 1

    await page.check("[name=courtesy][value='5']")
    await page.click("main form button")
    assert "422" not in await page.title()
    assert await page.locator(".errors a[href='#overall']").count() == 1
    assert await page.is_checked("[name=courtesy][value='5']")

    await page.click("button[value=ru]")
    assert await page.get_attribute("html", "lang") == "ru"
    assert await page.is_checked("[name=courtesy][value='5']")

    await page.check("[name=overall][value='4']")
    await page.click("main form button")
    assert page.url.endswith("/s/thanks")
    assert await page.get_attribute("html", "lang") == "ru"
    await page.reload()
    assert await page.locator("h1").count() == 1
    assert [text for text in complaints if _FORBIDDEN.search(text)] == []
    await page.context.close()


async def test_a_used_link_says_so(browser: Browser, letters: Letters) -> None:
    page = await _phone(browser)
    await page.goto(letters.address + letters.unanswered[2])
    await page.check("[name=overall][value='4']")
    await page.click("main form button")
    other = await _phone(browser)
    reply = await other.goto(letters.address + letters.unanswered[2])
    assert reply
    assert reply.status == 409
    await page.context.close()
    await other.context.close()


async def test_errors_and_thanks_are_accessible(browser: Browser, letters: Letters) -> None:
    page = await _phone(browser, scripts=True)
    await page.goto(letters.address + letters.unanswered[3])
    await page.click("main form button")
    assert await page.locator(".errors").count() == 1
    assert await violations(page) == []
    await page.check("[name=overall][value='2']")
    await page.click("main form button")
    assert page.url.endswith("/s/thanks")
    assert await violations(page) == []
    await page.context.close()


async def test_enter_sends_and_does_not_switch_the_language(
    browser: Browser, letters: Letters
) -> None:
    page = await _phone(browser)
    await page.goto(letters.address + letters.unanswered[4])
    await page.focus("[name=overall][value='4']")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/s/thanks")
    await page.context.close()
