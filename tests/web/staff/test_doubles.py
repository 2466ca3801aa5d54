"""Administrators merge businesses that stand twice, and part them again."""

from typing import Any

from bs4 import BeautifulSoup
from sqlmodel import col, select

from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Event
from app.registry.tables import Inspection
from app.wiring import Wiring
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import Staff

PAGE = "/staff/businesses/doubles"


async def test_a_double_is_merged_and_parted_again(staff: Staff, wiring: Wiring) -> None:
    licence: dict[str, Any] = {"tax_number": None, "licence_number": "17"}
    async with staff.people.transaction() as session:
        kept = await make_inspection(session, staff.geti, wiring.addresses)
        other = await make_inspection(session, staff.geti, wiring.addresses, **licence)
    person = await staff.become(ADMINISTRATOR)
    page = read((await staff.browser.get(PAGE)).text)
    assert "one has no tax number" in words(page)
    form, other_way, _two = page.select("main form")
    assert form.text.strip() == "One business: keep 01234567890123"
    assert other_way.text.strip() == "One business: keep 17"
    field = form.select_one("input")
    assert field
    merged = await staff.browser.post(str(form["action"]), data={"kept": str(field["value"])})
    business = read((await staff.browser.get(merged.headers["location"])).text)
    assert len(business.select(".records li")) == 2
    assert "Merged on 3 August 2026" in words(business)
    assert "None is known." in words(read((await staff.browser.get(PAGE)).text))
    undo = business.select_one('form[action$="/unmerge"]')
    assert undo
    assert (await staff.browser.post(str(undo["action"]))).status_code == 303
    assert (await staff.browser.post(str(undo["action"]))).status_code == 409
    async with staff.people.reading() as session:
        found = {one.id: one.business_id for one in await session.exec(select(Inspection))}
        events = await session.exec(select(Event).order_by(col(Event.number)))
        told = [(one.person_id, one.act, one.about) for one in events]
    assert found == {kept.id: kept.business_id, other.id: other.business_id}
    about = "KG 17 into 01234567890123"
    assert told == [
        (person.id, "merged businesses", about),
        (person.id, "parted businesses", about),
    ]


async def test_two_that_are_not_one_are_proposed_no_more_until_that_is_taken_back(
    staff: Staff, wiring: Wiring
) -> None:
    licence: dict[str, Any] = {"tax_number": None, "licence_number": "17"}
    async with staff.people.transaction() as session:
        await make_inspection(session, staff.geti, wiring.addresses)
        await make_inspection(session, staff.geti, wiring.addresses, **licence)
    person = await staff.become(ADMINISTRATOR)
    page = read((await staff.browser.get(PAGE)).text)
    assert await press(staff, page, "/two") == 303
    page = read((await staff.browser.get(PAGE)).text)
    assert "None is known." in words(page)
    assert "3 August 2026, Aida Asanova" in words(page)
    assert await press(staff, page, "/take-back") == 303
    assert await press(staff, page, "/take-back") == 409
    page = read((await staff.browser.get(PAGE)).text)
    assert "one has no tax number" in words(page)
    async with staff.people.reading() as session:
        events = await session.exec(select(Event).order_by(col(Event.number)))
        told = [(one.person_id, one.act) for one in events]
    assert told == [
        (person.id, "said that businesses are two"),
        (person.id, "said that businesses may be one"),
    ]


async def test_two_that_are_nothing_are_refused(staff: Staff, wiring: Wiring) -> None:
    async with staff.people.transaction() as session:
        act = await make_inspection(session, staff.geti, wiring.addresses)
    await staff.become(ADMINISTRATOR)
    address = f"/staff/businesses/{act.business_id}/two"
    for other, status in (("soon", 422), (str(act.business_id), 422), (str(act.id), 404)):
        assert (await staff.browser.post(address, data={"other": other})).status_code == status


async def press(staff: Staff, page: BeautifulSoup, ending: str) -> int:
    """The button of the form that leads there."""
    form = page.select_one(f'form[action$="{ending}"]')
    assert form
    data = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    return (await staff.browser.post(str(form["action"]), data=data)).status_code


async def test_a_merge_into_nothing_is_refused(staff: Staff, wiring: Wiring) -> None:
    async with staff.people.transaction() as session:
        act = await make_inspection(session, staff.geti, wiring.addresses)
    await staff.become(ADMINISTRATOR)
    address = f"/staff/businesses/{act.business_id}/merge"
    for kept in ("", "soon", str(act.business_id)):
        assert (await staff.browser.post(address, data={"kept": kept})).status_code == 422
