"""What may be a slip of the pen is asked before it is stored, and never refused."""

import pytest
from bs4 import BeautifulSoup

from app.accounts.roles import INSPECTOR
from app.lib.db import Database
from app.wiring import Wiring
from tests.pages import read, words
from tests.web.staff.conftest import Staff
from tests.web.staff.test_entering import insist, save, stored, value_of

KAZAKH = {"of": "consumer", "region": "KZ-75", "language": "kk"}


async def asked(staff: Staff, **changes: str) -> BeautifulSoup:
    """The page that asks, with everything entered still in the form."""
    reply = await save(staff, **changes)
    assert reply.status_code == 200
    page = read(reply.text)
    assert value_of(page, "business_name") == changes.get("business_name", "ОсОО «Ала-Тоо»")
    return page


def doubts(page: BeautifulSoup) -> list[str]:
    return [str(anchor["href"]) for anchor in page.select(".doubts a")]


async def test_a_wrong_check_digit_is_asked_about_before_it_is_stored(
    staff: Staff, people: Database
) -> None:
    await staff.become(INSPECTOR, staff.consumer)
    wrong = KAZAKH | {"tax_number": "971240001316"}
    page = await asked(staff, **wrong)
    assert "last digit" in words(page)
    assert doubts(page) == ["#tax_number"]
    assert await stored(people) == []
    assert (await insist(staff, **wrong)).status_code == 303
    [inspection] = await stored(people)
    assert inspection.flags == ["tax_number"]
    right = {"tax_number": "971240001315", "act_number": "18"}
    assert (await save(staff, **KAZAKH | right)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("aida@gmial.com", "aida@gmail.com"), ("aida@yandex.ry", "aida@yandex.ru")],
)
async def test_a_mistyped_address_is_put_right_with_one_button(
    staff: Staff, people: Database, wiring: Wiring, typed: str, meant: str
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await asked(staff, email=typed)
    assert f"Did you mean {meant}?" in words(page)
    button = page.select_one('[name="take_email"]')
    assert button
    reply = await save(staff, email=typed, take_email=str(button["value"]))
    assert reply.status_code == 303
    [inspection] = await stored(people)
    assert wiring.addresses.open(inspection.email or b"") == meant
    assert inspection.flags == []


async def test_an_odd_address_is_stored_if_its_writer_insists(
    staff: Staff, people: Database, wiring: Wiring
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    assert (await insist(staff, email="aida@gmial.com")).status_code == 303
    [inspection] = await stored(people)
    assert wiring.addresses.open(inspection.email or b"") == "aida@gmial.com"
    assert inspection.flags == ["mistyped"]


async def test_an_answer_to_one_doubt_is_none_to_another(staff: Staff, people: Database) -> None:
    await staff.become(INSPECTOR, staff.geti)
    seen = value_of(await asked(staff, email="aida@gmial.com"), "asked")
    again = await save(staff, email="aida@mail.ry", press="confirm", asked=seen)
    assert doubts(read(again.text)) == ["#email"]
    assert doubts(await asked(staff, email="aida@gmial.com", asked=seen)) == ["#email"]
    assert await stored(people) == []


async def test_an_act_that_is_on_record_is_changed_only_on_purpose(
    staff: Staff, people: Database
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    assert (await save(staff)).status_code == 303  # a double tap: nothing would change
    page = await asked(staff, region="KG-C")
    assert doubts(page) == ["#act_number"]
    assert "“ОсОО «Ала-Тоо»”, 20 July 2026. Saving changes that record." in words(page)
    await insist(staff, region="KG-C")
    [inspection] = await stored(people)
    assert inspection.region == "KG-C"


async def test_a_second_act_of_one_day_about_one_business_is_asked_about(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    page = await asked(staff, act_number="18")
    assert doubts(page) == ["#act_date"]
    assert "about this business is on record: 17-А." in words(page)
    assert (await insist(staff, act_number="18")).status_code == 303
    await staff.become(INSPECTOR, staff.geti)
    page = await asked(staff, act_number="19")
    assert "A colleague has entered an act of this day" in words(page)
    assert "17-А" not in words(page)


async def test_a_known_business_does_not_get_another_name_by_a_slip_in_the_number(
    staff: Staff,
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    other = {"act_number": "18", "act_date": "21.07.2026", "business_name": "ЧП Садыков"}
    page = await asked(staff, **other)
    assert doubts(page) == ["#business_name"]
    assert "On record the business with this number is “ОсОО «Ала-Тоо»”." in words(page)
    assert page.select_one('[name="take_business_name"][value="ОсОО «Ала-Тоо»"]')
    assert (await insist(staff, **other)).status_code == 303


async def test_save_and_next_is_remembered_while_doubts_are_answered(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await asked(staff, email="aida@gmial.com", press="next")
    then = value_of(page, "then")
    reply = await save(staff, email="aida@gmial.com", take_email="aida@gmail.com", then=then)
    assert "/new?after=" in reply.headers["location"]
