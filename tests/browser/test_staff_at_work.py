"""Pages that open while somebody works: no violation of axe's rules, no sideways scrolling."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, Role
from app.lib import clock as time
from app.registry import inspectorates
from app.wiring import Wiring
from app.work import registers
from tests.browser.conftest import PASSWORD, Place
from tests.browser.looking import NARROW, WIDE, faults_of, window, wrong_with
from tests.making.accounts import code, make_cookie, make_person
from tests.making.registry import make_inspection
from tests.web.staff.sending_registers import CHOSEN, FOREIGN, WORDS
from tests.web.staff.test_findings import RESULT, SAMPLE

WIDTHS = [NARROW, pytest.param(WIDE, marks=pytest.mark.slow)]


@pytest.fixture(params=WIDTHS)
async def page(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    async with window(browser, request.param) as opened:
        yield opened


@pytest.fixture
async def wiring(place: Place) -> AsyncIterator[Wiring]:
    """The same installation as the browser's, for arranging."""
    wiring = Wiring(place.settings)
    yield wiring
    await wiring.close()


async def become(page: Page, place: Place, wiring: Wiring, role: Role) -> str:
    """Somebody new with that role. Their e-mail address."""
    async with wiring.people.reading() as session:
        geti = await inspectorates.named(session, "geti")
    email, here = f"{uuid4().hex}@geti.kg.example", None if role is ADMINISTRATOR else geti.id
    person = await make_person(wiring.people, email, "Айгүл Асанова", role, here, PASSWORD)
    cookie = await make_cookie(wiring.people, person, time.now())
    await page.context.add_cookies([{"name": "pikir", "value": cookie, "url": place.address}])
    return email


async def send(page: Page, place: Place, path: str, **given: Any) -> str:
    """As a form of ours would. Where it leads."""
    origin = {"Origin": place.address}
    reply = await page.request.post(place.address + path, headers=origin, max_redirects=0, **given)
    assert reply.status == 303, await reply.text()
    return reply.headers["location"]


async def test_a_register_on_its_way_in(page: Page, place: Place, wiring: Wiring) -> None:
    await become(page, place, wiring, DIRECTOR)
    file = {"name": "июль.csv", "mimeType": "text/csv", "buffer": FOREIGN.encode()}
    path = await send(page, place, "/staff/registers", multipart={"of": "geti", "file": file})
    assert await wrong_with(page, place.address + path) == []
    await registers.take_in(wiring, time.now())
    assert await wrong_with(page, f"{place.address}{path}/map") == []
    await send(page, place, f"{path}/map", form=CHOSEN | WORDS)
    await registers.take_in(wiring, time.now())
    assert await wrong_with(page, place.address + path) == []
    await send(page, place, f"{path}/import")
    await registers.take_in(wiring, time.now())
    assert await wrong_with(page, place.address + path) == []


async def test_what_an_inspection_found(page: Page, place: Place, wiring: Wiring) -> None:
    await become(page, place, wiring, INSPECTOR)
    async with wiring.people.transaction() as session:
        geti = await inspectorates.named(session, "geti")
        act = await make_inspection(
            session,
            geti,
            wiring.addresses,
            act_number=uuid4().hex[:8],
            inspector="Айгүл Асанова",
        )
    here = f"/staff/inspections/{act.id}"
    sample = await send(page, place, f"{here}/samples", form=SAMPLE)
    await send(page, place, sample, form=RESULT)
    for path in (here, f"{here}/samples", sample, f"{here}/requirements"):
        assert await wrong_with(page, place.address + path) == []


async def test_a_second_factor(page: Page, place: Place, wiring: Wiring) -> None:
    email = await become(page, place, wiring, INSPECTOR)
    await page.goto(f"{place.address}/staff/account/second-factor")
    secret = (await page.inner_text("ol .code")).replace(" ", "")
    await page.fill("#code", code(time.now(), secret))
    await page.press("#code", "Enter")
    await page.wait_for_selector(".codes")
    assert await faults_of(page) == []
    await page.context.clear_cookies()
    await page.goto(f"{place.address}/staff/sign-in")
    await page.fill("#email", email)
    await page.fill("#password", PASSWORD)
    await page.press("#password", "Enter")
    await page.wait_for_url("**/staff/sign-in/code")
    assert await faults_of(page) == []


async def test_one_person(page: Page, place: Place, wiring: Wiring) -> None:
    email = await become(page, place, wiring, ADMINISTRATOR)
    await page.goto(f"{place.address}/staff/people?words={email}")
    await page.click("main li a")
    await page.wait_for_url("**/staff/people/*-*")
    assert await faults_of(page) == []
