"""The ministry sees whom to ask about, why, and how surely; and nobody else sees it."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY
from app.accounts.tables import Event
from app.invitations.calls.tables import Call
from app.lib import clock
from app.wiring import Wiring
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import Staff

PAGE = "/staff/signals/geti/2026-q3"
CALLS = "/staff/calls/geti/2026-q3"


@pytest.fixture
async def ministry(staff: Staff, wiring: Wiring) -> Staff:
    """After a quarter in which one of three inspectors left most addresses out."""
    async with staff.people.transaction() as session:
        for name, acts, without in (("Bakyt", 40, 4), ("Aida", 25, 20), ("Cholpon", 40, 4)):
            for number in range(acts):
                email = None if number < without else f"{name}{number}@mail.kg"
                await make_inspection(
                    session, staff.geti, wiring.addresses, inspector=name, email=email
                )
    clock.step_to(datetime(2026, 10, 1, 6, tzinfo=UTC))
    await staff.become(MINISTRY)
    return staff


async def page_of(staff: Staff, path: str) -> BeautifulSoup:
    return read((await staff.browser.get(path)).raise_for_status().text)


async def test_who_stands_out_is_named_with_method_threshold_and_power(ministry: Staff) -> None:
    page = await page_of(ministry, PAGE)
    [flag] = [" ".join(one.text.split()) for one in page.select('ul[aria-labelledby="check"] li')]
    assert flag.startswith("Aida Acts without an e-mail address 20 of 25 (80%)")
    assert "colleagues: 8 of 80 (10%)" in flag
    assert "the limit of this quarter is once in 1,000." in flag
    assert "With a number of 25, somebody with 31% where 10% is usual would be found in" in flag
    assert "Reasons given: has none – 20" in flag
    told = words(page)
    assert "No decision about anybody may rest on these figures alone." in told
    assert "guilty" not in told
    assert "@" not in told


async def test_inspectors_stand_by_name_and_never_by_a_figure(ministry: Staff) -> None:
    page = await page_of(ministry, f"{PAGE}?signal=late")
    names = [row.text for row in page.select("tbody th a")]
    assert names == ["Aida", "Bakyt", "Cholpon"]
    assert (await ministry.browser.get(f"{PAGE}?signal=worst")).status_code == 404
    one = words(await page_of(ministry, f"{PAGE}/inspector?name=Bakyt"))
    assert "No more than chance explains" in one
    assert "Too few to say" in one
    assert (await ministry.browser.get(f"{PAGE}/inspector?name=Nobody")).status_code == 404


async def test_all_inspectorates_are_one_page_with_the_quarters_beside(ministry: Staff) -> None:
    page = await page_of(ministry, "/staff/signals")
    assert "Acts: 105. Inspectors: 3. To ask about: 1." in words(page)
    assert (await ministry.browser.get("/staff/signals?quarter=2020-q1")).status_code == 404


async def test_a_list_is_drawn_and_a_call_is_entered(ministry: Staff, wiring: Wiring) -> None:
    refused = await ministry.browser.post(CALLS, data={})
    assert refused.status_code == 422
    assert (await ministry.browser.post(CALLS, data={"size": "14"})).status_code == 303
    assert (await ministry.browser.post(CALLS, data={"size": "59"})).status_code == 409
    page = await page_of(ministry, f"{CALLS}/1")
    assert "nobody may ask you that" in words(page)
    assert {one["lang"] for one in page.select("ol[lang]")} == {"ky", "kk", "ru", "en"}
    said = {"heard": "inspected", "gave": "yes", "email": "secret@elsewhere.kg"}
    assert (await ministry.browser.post(f"{CALLS}/1", data={"heard": "x"})).status_code == 422
    assert (await ministry.browser.post(f"{CALLS}/1", data=said)).status_code == 303
    told = words(await page_of(ministry, CALLS))
    assert "1 of 14" in told
    assert "at most 100.0% are not as on record" in told
    assert (await ministry.browser.get(f"{CALLS}/15")).status_code == 404


async def test_the_seed_stands_in_the_audit_trail_and_nothing_that_was_typed(
    ministry: Staff,
) -> None:
    await ministry.browser.post(CALLS, data={"size": "14"})
    said = {"heard": "inspected", "gave": "yes", "email": "secret@elsewhere.kg"}
    await ministry.browser.post(f"{CALLS}/2", data=said)
    async with ministry.people.reading() as session:
        events = [(one.act, one.about) for one in await session.exec(select(Event))]
        calls = [one.model_dump() for one in await session.exec(select(Call))]
    [(_act, about)] = [one for one in events if one[0] == "drew businesses to call"]
    assert about.startswith("geti 2026-Q3, seed ")
    assert ("entered a call", "geti 2026-Q3, call 2") in events
    assert "secret" not in str(events) + str(calls)


async def test_nobody_but_the_ministry_sees_any_of_it(ministry: Staff) -> None:
    for role, where in (
        (INSPECTOR, ministry.geti),
        (DIRECTOR, ministry.geti),
        (ADMINISTRATOR, None),
    ):
        await ministry.become(role, where)
        for path in ("/staff/signals", PAGE, f"{PAGE}/inspector?name=Aida", CALLS):
            assert (await ministry.browser.get(path)).status_code == 403
