"""A business and its acts over all years, for whoever may see them."""

from datetime import date
from typing import Any

import httpx

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY, Role
from app.registry.doubles.merging import By, merge
from app.registry.tables import Inspection, Inspectorate
from app.wiring import Wiring
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import NOW, Staff

LIST = "/staff/businesses"
SHARED = "11112222333344"


async def make(
    staff: Staff, wiring: Wiring, inspectorate: Inspectorate, **changes: Any
) -> Inspection:
    async with staff.people.transaction() as session:
        return await make_inspection(session, inspectorate, wiring.addresses, **changes)


async def page_of(staff: Staff, act: Inspection) -> httpx.Response:
    return await staff.browser.get(f"{LIST}/{act.business_id}")


async def names(staff: Staff, query: str) -> list[str]:
    page = read((await staff.browser.get(f"{LIST}{query}")).raise_for_status().text)
    return [link.text for link in page.select(".records a")]


async def test_a_business_is_found_by_either_number_and_a_part_of_its_name(
    staff: Staff, wiring: Wiring
) -> None:
    await make(staff, wiring, staff.geti, tax_number=SHARED, business_name="ОсОО «Ромашка»")
    licence: dict[str, Any] = {"tax_number": None, "licence_number": "17", "business_name": "Бета"}
    await make(staff, wiring, staff.geti, **licence)
    await staff.become(DIRECTOR, staff.geti)
    assert await names(staff, f"?words={SHARED}") == ["ОсОО «Ромашка»"]
    assert await names(staff, "?words=ромашка") == ["ОсОО «Ромашка»"]
    assert await names(staff, "?words=17") == ["Бета"]
    assert await names(staff, "?words=%25") == []


async def test_the_old_number_leads_to_the_business_that_was_kept(
    staff: Staff, wiring: Wiring
) -> None:
    kept = await make(staff, wiring, staff.geti, business_name="Ала-Тоо")
    licence: dict[str, Any] = {"tax_number": None, "licence_number": "17", "business_name": "Бета"}
    old = await make(staff, wiring, staff.geti, **licence)
    async with staff.people.transaction() as session:
        await merge(session, old.business_id, kept.business_id, By(None, NOW))
    await staff.become(MINISTRY)
    assert await names(staff, "?words=17") == ["Ала-Тоо"]


async def test_all_years_stand_together_with_their_counts(staff: Staff, wiring: Wiring) -> None:
    day = date(2024, 5, 6)
    old: dict[str, Any] = {"act_date": day, "started_on": day, "finished_on": day, "act_year": 2024}
    await make(staff, wiring, staff.geti, act_number="old", **old)
    await make(staff, wiring, staff.geti, act_number="a")
    act = await make(staff, wiring, staff.geti, act_number="b", outcome="violation_fine")
    await staff.become(MINISTRY)
    page = read((await page_of(staff, act)).text)
    facts = [" ".join(one.text.split()) for one in page.select("dl.facts > *")]
    assert facts[2:] == ["Inspections in 2026", "2", "Inspections in 2024", "1"]
    assert len(page.select(".records li")) == 3
    assert "Violation found, fine imposed" in words(page)


async def test_staff_of_one_inspectorate_see_nothing_of_another(
    staff: Staff, wiring: Wiring
) -> None:
    act = await make(staff, wiring, staff.geti, act_number="of GETI")
    for role in (INSPECTOR, DIRECTOR):
        await staff.become(role, staff.consumer)
        assert (await page_of(staff, act)).status_code == 403
        assert await names(staff, "?words=Ала") == []
        await staff.become(role, staff.geti)
        assert "of GETI" in (await page_of(staff, act)).text


async def test_the_inspector_is_named_within_the_inspectorate_only(
    staff: Staff, wiring: Wiring
) -> None:
    act = await make(staff, wiring, staff.geti, inspector="Б. Башка")
    seen: dict[Role, bool] = {}
    for role, where in (
        (INSPECTOR, staff.geti),
        (DIRECTOR, staff.geti),
        (MINISTRY, None),
        (ADMINISTRATOR, None),
    ):
        await staff.become(role, where)
        seen[role] = "Башка" in (await page_of(staff, act)).text
    assert seen == {INSPECTOR: True, DIRECTOR: True, MINISTRY: False, ADMINISTRATOR: False}


async def test_delivery_is_told_of_ones_own_acts_and_the_address_never(
    staff: Staff, wiring: Wiring
) -> None:
    mine = await make(staff, wiring, staff.geti, inspector="Aida Asanova", email="aida@mail.kg")
    await make(staff, wiring, staff.geti, inspector="Б. Башка", email="bek@mail.kg")
    for role, where, told in (
        (INSPECTOR, staff.geti, 1),
        (DIRECTOR, staff.geti, 0),
        (MINISTRY, None, 0),
    ):
        await staff.become(role, where)
        page = (await page_of(staff, mine)).text
        assert page.count("Waiting: it goes out on") == told
        assert "mail.kg" not in page


async def test_the_most_inspected_of_the_year_come_first(staff: Staff, wiring: Wiring) -> None:
    for _ in range(3):
        await make(staff, wiring, staff.geti, tax_number=SHARED, business_name="Ромашка")
    for _ in range(2):
        await make(staff, wiring, staff.geti, business_name="Ала-Тоо")
    await make(staff, wiring, staff.geti, tax_number="99998888777766", business_name="Бета")
    await staff.become(MINISTRY)
    assert await names(staff, "") == ["Ромашка", "Ала-Тоо"]
