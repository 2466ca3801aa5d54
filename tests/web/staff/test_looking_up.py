"""The business of a form, found by its number without a script."""

import pytest
from bs4 import BeautifulSoup

from app.accounts.roles import INSPECTOR
from app.lib.db import Database
from app.wiring import Wiring
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import Staff
from tests.web.staff.test_entering import FORM, save, stored, value_of

EMPTY = {"business_name": "", "region": "", "kind": ""}
NUMBER = "01234567890123"


@pytest.fixture
async def known(staff: Staff, wiring: Wiring) -> None:
    """A business with an act of a colleague's."""
    async with staff.people.transaction() as session:
        await make_inspection(
            session, staff.geti, wiring.addresses, tax_number=NUMBER, kind="repeat", region="KG-C"
        )


async def found(staff: Staff, **changes: str) -> BeautifulSoup:
    reply = await save(staff, **{**EMPTY, "press": "find", **changes})
    assert reply.status_code == 200
    return read(reply.text)


@pytest.mark.usefixtures("known")
async def test_find_fills_in_the_name_and_what_the_last_act_suggests(
    staff: Staff, people: Database
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await found(staff, tax_number="0123 4567 890-123")
    assert value_of(page, "tax_number") == NUMBER
    assert value_of(page, "business_name") == "Ала-Тоо"
    assert value_of(page, "region") == "KG-C"
    assert value_of(page, "kind") == "repeat"
    assert value_of(page, "email") == "aida@mail.kg"  # what was entered stays
    assert page.select_one("#business_name")["autofocus"] == ""  # type: ignore[index]
    assert "those of its last act" in words(page)
    assert len(await stored(people)) == 1  # nothing was saved


@pytest.mark.usefixtures("known")
async def test_find_changes_nothing_that_was_entered(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await found(staff, business_name="ОсОО Башка", region="KG-GB", kind="scheduled")
    assert value_of(page, "business_name") == "ОсОО Башка"
    assert value_of(page, "region") == "KG-GB"
    assert value_of(page, "kind") == "scheduled"
    assert "On record the business with this number is “Ала-Тоо”." in words(page)


@pytest.mark.usefixtures("known")
async def test_saving_without_a_name_finds_it_first(staff: Staff, people: Database) -> None:
    """So does Enter in the field of the number."""
    await staff.become(INSPECTOR, staff.geti)
    page = read((await save(staff, business_name="")).text)
    assert value_of(page, "business_name") == "Ала-Тоо"
    assert len(await stored(people)) == 1


@pytest.mark.usefixtures("known")
async def test_a_found_name_does_not_stay_when_the_number_changes(
    staff: Staff, people: Database
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    first = await found(staff)
    names = ("business_name", "found_name", "found_number")
    left = {name: value_of(first, name) for name in names}
    page = await found(staff, **left, tax_number="09999999999999")
    assert value_of(page, "business_name") == ""
    assert "not on record yet: type the name" in words(page)
    refused = await save(staff, **left, tax_number="09999999999999")
    assert refused.status_code == 422
    assert len(await stored(people)) == 1


async def test_a_number_that_cannot_be_one_is_said_at_once(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    for number in ("12", ""):
        reply = await save(staff, **EMPTY, press="find", tax_number=number)
        assert reply.status_code == 422
        summary = [str(anchor["href"]) for anchor in read(reply.text).select(".errors a")]
        assert summary == ["#tax_number"]


async def test_what_other_inspectorates_did_there_is_not_told(staff: Staff, wiring: Wiring) -> None:
    async with staff.people.transaction() as session:
        await make_inspection(session, staff.consumer, wiring.addresses, kind="investigation")
    await staff.become(INSPECTOR, staff.geti)
    page = await found(staff, tax_number="97124000131500")
    assert value_of(page, "kind") == ""
    assert page.select_one(f'form[action="{FORM}"]')
