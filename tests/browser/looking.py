"""A window of a telephone or of a desk, and what is wrong with a page in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page

from tests.browser.chromium import overflow, violations

NARROW, WIDE = 360, 1280


@asynccontextmanager
async def window(browser: Browser, width: int, scheme: str = "light") -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # axe itself is a script
        locale="ru",
    )
    yield await context.new_page()
    await context.close()


async def open_page(page: Page, address: str) -> None:
    reply = await page.goto(address)
    assert reply
    assert reply.ok or address.startswith("file:"), address


async def too_wide(page: Page) -> list[str]:
    wide = await overflow(page)
    return [f"{wide} px too wide: {page.url} in {page.viewport_size}"] if wide > 0 else []


async def wrong_with(page: Page, address: str) -> list[str]:
    await open_page(page, address)
    return await faults_of(page)


async def faults_of(page: Page) -> list[str]:
    """Of the page that is open."""
    return await too_wide(page) + await violations(page)
