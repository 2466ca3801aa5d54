"""Every kind of page: no violation of axe's rules, no sideways scrolling, light and dark."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page

from app.lib.i18n import LANGUAGES
from tests.browser.chromium import overflow, violations
from tests.browser.conftest import DIRECTOR, INSPECTOR, MINISTRY, PASSWORD, Place

WIDTHS = (360, 1280)
# axe takes a second for a page, so it sees every language once, and every width in both schemes;
# of pages that are mostly text only half.
LOOKS = (("ky", 360, "light"), ("ru", 1280, "dark"), ("kk", 1280, "light"), ("en", 360, "dark"))
TEXTS = ("/{lang}/", "/{lang}/privacy", "/{lang}/results/geti/")
FIGURES = ("/{lang}/open/geti", "/{lang}/so-far/geti", "/{lang}/results/geti/2026-q2/")
PUBLIC = TEXTS + FIGURES
STAFF = {
    INSPECTOR: ("/staff/", "/staff/inspections", "/staff/inspections/new"),
    DIRECTOR: ("/staff/", "/staff/report/geti/2026-q2", "/staff/remarks/geti/2026-q2"),
    MINISTRY: ("/staff/", "/staff/not-mine"),
}


@asynccontextmanager
async def _window(browser: Browser, width: int, scheme: str = "light") -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # axe itself is a script
        locale="ru",
    )
    yield await context.new_page()
    await context.close()


async def _too_wide(page: Page, address: str) -> list[str]:
    reply = await page.goto(address)
    assert reply
    assert reply.ok or address.startswith("file:"), address
    wide = await overflow(page)
    return [f"{wide} px too wide: {address}"] if wide > 0 else []


async def _wrong_with(page: Page, address: str) -> list[str]:
    return await _too_wide(page, address) + await violations(page)


@pytest.mark.parametrize(
    ("path", "language", "width", "scheme"),
    [(path, *look) for path in FIGURES for look in LOOKS]
    + [(path, *look) for path in TEXTS for look in LOOKS[:2]],
)
async def test_public_pages_are_accessible(
    browser: Browser, place: Place, path: str, language: str, width: int, scheme: str
) -> None:
    async with _window(browser, width, scheme) as page:
        assert await _wrong_with(page, place.address + path.format(lang=language)) == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_nobody_scrolls_sideways(browser: Browser, place: Place, width: int) -> None:
    addresses = [place.address + path.format(lang=lang) for path in PUBLIC for lang in LANGUAGES]
    addresses += [_survey(place, language) for language in LANGUAGES]
    async with _window(browser, width) as page:
        assert [line for address in addresses for line in await _too_wide(page, address)] == []


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
async def test_the_survey_is_accessible(
    browser: Browser, place: Place, language: str, width: int, scheme: str
) -> None:
    async with _window(browser, width, scheme) as page:
        assert await _wrong_with(page, _survey(place, language)) == []


def _survey(place: Place, language: str) -> str:
    return f"{place.address}{place.unanswered[0]}".replace("lang=ky", f"lang={language}")


@pytest.mark.parametrize("width", WIDTHS)
async def test_signing_in_is_accessible(browser: Browser, place: Place, width: int) -> None:
    async with _window(browser, width) as page:
        assert await _wrong_with(page, f"{place.address}/staff/sign-in") == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("email", STAFF)
async def test_staff_pages_are_accessible(
    browser: Browser, place: Place, email: str, width: int
) -> None:
    async with _window(browser, width) as page:
        await page.goto(f"{place.address}/staff/sign-in")
        await page.fill("#email", email)
        await page.fill("#password", PASSWORD)
        await page.press("#password", "Enter")
        await page.wait_for_url("**/staff/")
        for path in STAFF[email]:
            assert await _wrong_with(page, place.address + path) == []
            assert page.url == place.address + path


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_small_links_of_a_letter_are_accessible(
    browser: Browser, place: Place, width: int
) -> None:
    paths = set(re.findall(r"http://pikir\.test(/u/[^\"<?]+)", place.mailbox[0]))
    assert len(paths) == 2
    async with _window(browser, width) as page:
        for path in paths:
            assert await _wrong_with(page, place.address + path) == []


@pytest.mark.parametrize(("language", "width"), [("ky", 360), ("kk", 360), ("ru", 1280)])
async def test_the_published_files_are_accessible_from_a_folder(
    browser: Browser, place: Place, language: str, width: int
) -> None:
    file = place.sites / "mineconom" / language / "results/geti/2026-q2/index.html"
    async with _window(browser, width) as page:
        assert await _wrong_with(page, file.as_uri()) == []
        assert await page.evaluate("getComputedStyle(document.body).margin") == "0px"


async def test_the_letter_is_accessible_on_a_phone(browser: Browser, place: Place) -> None:
    for html in place.mailbox:
        page = await browser.new_page(viewport={"width": 360, "height": 800})
        await page.set_content(html)
        assert await overflow(page) == 0
        rules = ("image-alt", "link-name", "color-contrast", "html-has-lang", "document-title")
        assert [line for line in await violations(page) if line.startswith(rules)] == []
        await page.close()
