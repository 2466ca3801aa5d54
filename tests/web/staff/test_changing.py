"""An act on record, changed until its letter goes out."""

from bs4 import BeautifulSoup

from app.accounts.roles import INSPECTOR
from app.lib.db import Database
from app.wiring import Wiring
from tests.pages import read, words
from tests.web.staff.conftest import Staff
from tests.web.staff.test_entering import ACT, FORM, save, stored, value_of


async def form(staff: Staff) -> BeautifulSoup:
    """Of the act that was just entered."""
    [inspection] = await stored(staff.people)
    reply = await staff.browser.get(f"{FORM}?change={inspection.id}")
    assert reply.status_code == 200
    return read(reply.text)


def everything(page: BeautifulSoup) -> dict[str, str]:
    names = {str(field["name"]) for field in page.select("form#act [name]:not(button)")}
    return {name: value_of(page, name) for name in names - {"handed_over"}}


async def test_the_form_holds_the_record_but_not_its_address(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff, handed_over="other_day", handed_over_on="28.07.2026")
    page = await form(staff)
    kept = ACT | {"act_year": "2026", "email": "", "handed_over_on": "28.07.2026"}
    assert {name: value_of(page, name) for name in kept} == kept
    assert page.select_one('[value="other_day"][checked]')
    assert "On record: a…@mail.kg. Left empty it stays." in words(page)
    assert "aida@mail.kg" not in str(page)


async def test_the_address_stays_unless_another_is_typed(
    staff: Staff, people: Database, wiring: Wiring
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    left = everything(await form(staff)) | {"handed_over": "same_day"}
    reply = await staff.browser.post(FORM, data=left | {"region": "KG-C"})
    assert reply.status_code == 303  # and nobody is asked whether the act is on record
    [inspection] = await stored(people)
    assert inspection.region == "KG-C"
    assert wiring.addresses.open(inspection.email or b"") == "aida@mail.kg"
    await staff.browser.post(FORM, data=left | {"email": "right@mail.kg"})
    [inspection] = await stored(people)
    assert wiring.addresses.open(inspection.email or b"") == "right@mail.kg"


async def test_what_is_refused_does_not_show_the_address(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    left = everything(await form(staff))
    reply = await staff.browser.post(FORM, data=left | {"region": ""})
    assert reply.status_code == 422
    assert "aida@mail.kg" not in reply.text
    assert "Left empty it stays." in reply.text


async def test_a_colleagues_record_is_refused_like_none(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    [inspection] = await stored(staff.people)
    await staff.become(INSPECTOR, staff.geti)
    change = str(inspection.id)
    assert (await staff.browser.get(f"{FORM}?change={change}")).status_code == 403
    assert (await save(staff, change=change)).status_code == 403
    assert (await save(staff, change="nonsense")).status_code == 404
