"""Every kind of page: no violation of axe's rules, no sideways scrolling, light and dark."""

import re
from collections.abc import Iterable

import pytest
from playwright.async_api import Browser

from tests.browser.chromium import overflow, violations
from tests.browser.conftest import (
    ADMINISTRATOR,
    DIRECTOR,
    INSPECTOR,
    MINISTRY,
    PASSWORD,
    Place,
)
from tests.browser.looking import NARROW, WIDE, open_page, too_wide, window, wrong_with

WIDTHS = ((NARROW,), (WIDE,))
# Between them they have every language, and both widths in both schemes.
LOOKS = (
    ("ky", NARROW, "light"),
    ("ru", WIDE, "dark"),
    ("kk", WIDE, "light"),
    ("en", NARROW, "dark"),
)
SURVEY = "a link out of a letter"
PUBLIC = (
    "/{lang}/",
    "/{lang}/privacy",
    "/{lang}/results/geti/",
    SURVEY,
    "/{lang}/open/geti",
    "/{lang}/results/geti/2026-q2/",
    "/{lang}/so-far/geti",
    "/api/v1/docs?lang={lang}",
)
SIGNED_OUT = ("/staff/sign-in", "/staff/forgotten")
STAFF = {
    INSPECTOR: (
        "/staff/",
        "/staff/account",
        "/staff/account/second-factor",
        "/staff/inspections",
        "/staff/inspections/new",
        "/staff/help",
        "/staff/slips",
    ),
    DIRECTOR: (
        *("/staff/", "/staff/report/geti/2026-q2", "/staff/remarks/geti/2026-q2"),
        *("/staff/report/geti/2026-q2?region=KG-GB", "/staff/report/geti/2026-q2?compare=year"),
        "/staff/report/geti/year/2026",
        "/staff/registers",
    ),
    MINISTRY: (
        "/staff/",
        "/staff/not-mine",
        "/staff/odd",
        "/staff/inspectorates",
        "/staff/signals",
        "/staff/signals/geti/2026-q2",
        "/staff/calls/geti/2026-q2",
        "/staff/not-handed-over",
        "/staff/businesses",
    ),
    ADMINISTRATOR: (
        "/staff/people",
        "/staff/people/new",
        "/staff/audit",
        "/staff/",
        "/staff/businesses/doubles",
        "/staff/requirements",
        "/staff/archive",
        "/staff/tokens",
        "/staff/webhooks",
        "/staff/bodies",
        "/staff/bodies/geti",
        "/staff/bodies/geti/edit/sending",
        "/staff/bodies/geti/texts",
        "/staff/bodies/geti/texts/minister/write",
        "/staff/bodies/geti/texts/letters/invitation/ky",
        "/staff/bodies/geti/edit/sites",
        "/staff/new-body",
        "/staff/relay",
    ),
}


def _in_turn(
    things: Iterable[object], looks: Iterable[tuple[object, ...]]
) -> list[pytest.ParameterSet]:
    """Each thing in one look, the next thing in the next look; in all others it is a slow test:
    axe takes seconds for a page.
    """
    looks = list(looks)
    return [
        pytest.param(thing, *look, marks=() if n % len(looks) == at else pytest.mark.slow)
        for n, thing in enumerate(things)
        for at, look in enumerate(looks)
    ]


def _address(place: Place, path: str, language: str) -> str:
    if path == SURVEY:
        path = place.unanswered[0].replace("lang=ky", f"lang={language}")
    return place.address + path.format(lang=language)


@pytest.mark.parametrize(("path", "language", "width", "scheme"), _in_turn(PUBLIC, LOOKS))
async def test_public_pages_are_accessible(
    browser: Browser, place: Place, path: str, language: str, width: int, scheme: str
) -> None:
    async with window(browser, width, scheme) as page:
        assert await wrong_with(page, _address(place, path, language)) == []


@pytest.mark.parametrize(
    "language", ["ky", *(pytest.param(each, marks=pytest.mark.slow) for each in ("kk", "ru", "en"))]
)
async def test_nobody_scrolls_sideways(browser: Browser, place: Place, language: str) -> None:
    async with window(browser, WIDE) as page:
        for path in PUBLIC:
            await open_page(page, _address(place, path, language))
            for width in (WIDE, NARROW):
                await page.set_viewport_size({"width": width, "height": 800})
                assert await too_wide(page) == []


@pytest.mark.parametrize(("path", "width"), _in_turn(SIGNED_OUT, WIDTHS))
async def test_signing_in_is_accessible(
    browser: Browser, place: Place, path: str, width: int
) -> None:
    async with window(browser, width) as page:
        assert await wrong_with(page, place.address + path) == []


@pytest.mark.parametrize(("email", "width"), _in_turn(STAFF, WIDTHS))
async def test_staff_pages_are_accessible(
    browser: Browser, place: Place, email: str, width: int
) -> None:
    async with window(browser, width) as page:
        if email == ADMINISTRATOR:
            cookie = {"name": "pikir", "value": place.cookie, "url": place.address}
            await page.context.add_cookies([cookie])  # type: ignore[list-item]
        else:
            await page.goto(f"{place.address}/staff/sign-in")
            await page.fill("#email", email)
            await page.fill("#password", PASSWORD)
            await page.press("#password", "Enter")
            await page.wait_for_url("**/staff/")
        for path in STAFF[email]:
            assert await wrong_with(page, place.address + path) == []
            assert page.url == place.address + path


@pytest.mark.parametrize(("nth", "width"), _in_turn(range(2), WIDTHS))
async def test_the_small_links_of_a_letter_are_accessible(
    browser: Browser, place: Place, nth: int, width: int
) -> None:
    paths = sorted(set(re.findall(r"http://pikir\.test(/u/[^\"<?]+)", place.mailbox[0])))
    assert len(paths) == 2
    async with window(browser, width) as page:
        assert await wrong_with(page, place.address + paths[nth]) == []


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("kk", NARROW),
        pytest.param("ky", NARROW, marks=pytest.mark.slow),
        pytest.param("ru", WIDE, marks=pytest.mark.slow),
    ],
)
async def test_the_published_files_are_accessible_from_a_folder(
    browser: Browser, place: Place, language: str, width: int
) -> None:
    file = place.sites / "mineconom" / language / "results/geti/2026-q2/index.html"
    async with window(browser, width) as page:
        assert await wrong_with(page, file.as_uri()) == []
        assert await page.evaluate("getComputedStyle(document.body).margin") == "0px"


async def test_no_word_of_a_chart_is_small_on_a_telephone(browser: Browser, place: Place) -> None:
    async with window(browser, NARROW) as page:
        await open_page(page, _address(place, "/ky/results/geti/2026-q2/", "ky"))
        smallest = await page.evaluate(
            """Math.min(...[...document.querySelectorAll(".chart-narrow text")].map(
                word => parseFloat(getComputedStyle(word).fontSize) * word.getScreenCTM().a))"""
        )
        assert smallest >= 13


async def test_the_letter_is_accessible_on_a_phone(browser: Browser, place: Place) -> None:
    for html in place.mailbox:
        page = await browser.new_page(viewport={"width": NARROW, "height": 800})
        await page.set_content(html)
        assert await overflow(page) == 0
        rules = ("image-alt", "link-name", "color-contrast", "html-has-lang", "document-title")
        assert await violations(page, rules) == []
        await page.close()
