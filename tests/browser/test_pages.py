"""Every kind of page: no violation of axe's rules, no sideways scrolling, light and dark."""

import itertools

import pytest
from playwright.async_api import Browser, Page

from app.lib.i18n import LANGUAGES
from tests.browser.chromium import overflow, violations
from tests.browser.conftest import DIRECTOR, INSPECTOR, PASSWORD, Place

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
PUBLIC = (
    "/{lang}/",
    "/{lang}/privacy",
    "/{lang}/open/geti",
    "/{lang}/so-far/geti",
    "/{lang}/results/geti/",
    "/{lang}/results/geti/2026-q2/",
)
STAFF = {
    INSPECTOR: ("/staff/", "/staff/inspections", "/staff/inspections/new"),
    DIRECTOR: ("/staff/", "/staff/report/geti/2026-q2", "/staff/remarks/geti/2026-q2"),
}


def _languages(width: int) -> tuple[str, ...]:
    """All on a telephone, where words are tight; on a wide screen the two with the longest."""
    return LANGUAGES if width == min(WIDTHS) else ("kk", "ru")


async def _problems(browser: Browser, address: str, width: int, scheme: str) -> list[str]:
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # axe itself is a script
    )
    page = await context.new_page()
    reply = await page.goto(address)
    assert reply
    assert reply.status == 200, address
    found = await _wrong_with(page)
    await context.close()
    return found


async def _wrong_with(page: Page) -> list[str]:
    wide = await overflow(page)
    return await violations(page) + ([f"{wide} px too wide"] if wide > 0 else [])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PUBLIC)
async def test_public_pages_are_accessible(
    browser: Browser, place: Place, path: str, width: int
) -> None:
    for language, scheme in zip(_languages(width), itertools.cycle(SCHEMES), strict=False):
        address = place.address + path.format(lang=language)
        assert await _problems(browser, address, width, scheme) == [], (address, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
async def test_the_survey_is_accessible(
    browser: Browser, place: Place, width: int, scheme: str
) -> None:
    for language in _languages(width):
        address = f"{place.address}{place.unanswered[0]}".replace("lang=ky", f"lang={language}")
        assert await _problems(browser, address, width, scheme) == []


@pytest.mark.parametrize(
    ("email", "path"), [(email, path) for email, paths in STAFF.items() for path in paths]
)
async def test_staff_pages_are_accessible(
    browser: Browser, place: Place, email: str, path: str
) -> None:
    for width in WIDTHS:
        context = await browser.new_context(
            viewport={"width": width, "height": 800}, bypass_csp=True, locale="ru"
        )
        page = await context.new_page()
        await page.goto(f"{place.address}/staff/sign-in")
        assert await _wrong_with(page) == []
        await page.fill("#email", email)
        await page.fill("#password", PASSWORD)
        await page.press("#password", "Enter")
        await page.goto(place.address + path)
        assert page.url == place.address + path
        assert await _wrong_with(page) == [], (path, width)
        await context.close()


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_published_files_are_accessible_from_a_folder(
    browser: Browser, place: Place, width: int
) -> None:
    for language in ("ky", "kk", "ru"):
        file = place.sites / "mineconom" / language / "results/geti/2026-q2/index.html"
        page = await browser.new_page(viewport={"width": width, "height": 800})
        await page.goto(file.as_uri())
        assert await _wrong_with(page) == []
        assert await page.evaluate("getComputedStyle(document.body).margin") == "0px"
        await page.close()


async def test_the_letter_is_accessible_on_a_phone(browser: Browser, place: Place) -> None:
    for html in place.mailbox:
        page = await browser.new_page(viewport={"width": 360, "height": 800})
        await page.set_content(html)
        assert await overflow(page) == 0
        rules = ("image-alt", "link-name", "color-contrast", "html-has-lang", "document-title")
        assert [line for line in await violations(page) if line.startswith(rules)] == []
        await page.close()
