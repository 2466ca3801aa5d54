"""The list of acts on record."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from app.accounts.roles import INSPECTOR
from app.invitations.inviting import invite_due
from app.lib import clock
from app.mail.delivering import deliver_due
from app.mail.relay import Relay
from app.registry.tables import Inspectorate
from app.wiring import Wiring
from app.work.domains import look_up
from tests.making.dns import name_server
from tests.making.invitations import make_inviting_box
from tests.making.mail import smtp_server
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import Staff
from tests.web.staff.test_delivery import deliver, refuses, takes

LIST = "/staff/inspections"


async def make(staff: Staff, wiring: Wiring, inspectorate: Inspectorate, **changes: Any) -> None:
    """An imported act of the inspector whom the browser is, unless `changes` say otherwise."""
    mine = {"inspector": "Aida Asanova", **changes}
    async with staff.people.transaction() as session:
        await make_inspection(session, inspectorate, wiring.addresses, **mine)


async def acts(staff: Staff, query: str = "") -> list[str]:
    page = read((await staff.browser.get(f"{LIST}{query}")).text)
    return [anchor.text for anchor in page.select(".records a")]


async def test_an_inspector_sees_the_acts_of_their_own_inspectorate(
    staff: Staff, wiring: Wiring
) -> None:
    await make(staff, wiring, staff.geti, act_number="1")
    await make(staff, wiring, staff.consumer, act_number="2")
    await staff.become(INSPECTOR, staff.geti)
    assert await acts(staff) == ["1 / 2026"]


async def test_an_inspector_sees_their_own_acts_only(staff: Staff, wiring: Wiring) -> None:
    """Those they entered, under whatever name, and imported ones that name them."""
    me = await staff.become(INSPECTOR, staff.geti)
    async with staff.people.transaction() as session:
        for number, inspector, entered_by in (
            ("1", "Aida Asanova", None),
            ("2", "Б. Башка", me.id),
            ("3", "Б. Башка", None),
            ("4", "Aida Asanova", uuid4()),
        ):
            act = await make_inspection(
                session, staff.geti, wiring.addresses, act_number=number, inspector=inspector
            )
            act.entered_by = entered_by
            session.add(act)
    assert await acts(staff) == ["2 / 2026", "1 / 2026"]


async def test_a_colleagues_act_is_refused_like_none(staff: Staff, wiring: Wiring) -> None:
    async with staff.people.transaction() as session:
        act = await make_inspection(session, staff.geti, wiring.addresses, inspector="Б. Башка")
    await staff.become(INSPECTOR, staff.geti)
    assert (await staff.browser.get(f"{LIST}/{act.id}")).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("17", ["17-Б / 2026", "17-А / 2026"]),
        ("17-а", []),
        ("ромашка", ["17-А / 2026"]),
        ("РОМАШКА", ["17-А / 2026"]),
        ("01234567890199", ["17-А / 2026"]),
        ("0123456789", []),
        ("%", []),
        ("_", []),
        (" 17-А ", ["17-А / 2026"]),
        ("no such thing", []),
    ],
)
async def test_acts_are_found_by_number_business_and_tax_number(
    staff: Staff, wiring: Wiring, wanted: str, found: list[str]
) -> None:
    firm = {"business_name": "ОсОО «Ромашка»", "tax_number": "01234567890199"}
    await make(staff, wiring, staff.geti, act_number="17-А", **firm)
    await make(staff, wiring, staff.geti, act_number="17-Б")
    await staff.become(INSPECTOR, staff.geti)
    page = await staff.browser.get(LIST, params={"words": wanted})
    listed = [anchor.text for anchor in read(page.text).select(".records a")]
    assert listed == found


async def test_the_list_goes_on_page_by_page_without_a_gap(staff: Staff, wiring: Wiring) -> None:
    for number in range(30):
        await make(staff, wiring, staff.geti, act_number=f"{number:02}")
    await staff.become(INSPECTOR, staff.geti)
    first = read((await staff.browser.get(LIST)).text)
    older = first.select_one('a[rel="next"]')
    assert older
    assert first.select_one('a[rel="prev"]') is None
    second = read((await staff.browser.get(f"{LIST}{older['href']}")).text)
    assert second.select_one('a[rel="next"]') is None
    assert second.select_one('a[rel="prev"]')
    listed = [anchor.text for page in (first, second) for anchor in page.select(".records a")]
    assert listed == [f"{number:02} / 2026" for number in range(29, -1, -1)]


async def test_an_act_of_another_inspectorate_is_refused_like_none(
    staff: Staff, wiring: Wiring
) -> None:
    async with staff.people.transaction() as session:
        foreign = await make_inspection(session, staff.consumer, wiring.addresses)
    await staff.become(INSPECTOR, staff.geti)
    for unknown in (foreign.id, "00000000-0000-4000-8000-000000000000"):
        assert (await staff.browser.get(f"{LIST}/{unknown}")).status_code == 403


async def test_an_empty_list_says_so(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = read((await staff.browser.get(LIST)).text)
    assert "No inspection has been entered yet" in words(page)


@pytest.mark.parametrize("page", ["0", "-5", "999"])
async def test_pages_that_do_not_exist_are_empty_or_the_first(staff: Staff, page: str) -> None:
    await staff.become(INSPECTOR, staff.geti)
    assert (await staff.browser.get(LIST, params={"page": page})).status_code == 200


@pytest.mark.parametrize("query", ["?page=400000000000000000", "?words=%00", "?of=%00"])
async def test_what_no_database_could_look_for_is_not_found(staff: Staff, query: str) -> None:
    await staff.become(INSPECTOR, staff.geti)
    assert (await staff.browser.get(f"{LIST}{query}")).status_code == 404


async def test_acts_are_sorted_by_what_becomes_of_their_letters(
    staff: Staff, wiring: Wiring
) -> None:
    async with staff.people.transaction() as session:
        make_inviting_box(session, staff.geti)
    await make(staff, wiring, staff.geti, act_number="1", email="wrong@mail.kg")
    await invite_due(staff.people, wiring.inviter, clock.now(), 100)
    await deliver(staff, wiring, refuses)
    await make(staff, wiring, staff.geti, act_number="2", email="right@mail.kg")
    await invite_due(staff.people, wiring.inviter, clock.now(), 100)
    async with smtp_server(takes) as server:
        await deliver_due(staff.people, wiring.outbox, Relay(server.url), worker="w1")
    await make(staff, wiring, staff.geti, act_number="3", email="a@nowhere.kg")
    await make(staff, wiring, staff.geti, act_number="4", email="a@mail.kg")
    await make(staff, wiring, staff.geti, act_number="5", email=None)
    march = date(2026, 3, 20)
    days = {"act_date": march, "started_on": march, "finished_on": march}
    await make(staff, wiring, staff.geti, act_number="6", **days)
    async with name_server({"mail.kg": {"MX": "1 mx.mail.kg."}}) as server:
        wiring.resolver = server.resolver
        await look_up(wiring, clock.now())
    await staff.become(INSPECTOR, staff.geti)
    page = read((await staff.browser.get(LIST)).text)
    filters = {" ".join(a.text.split()): str(a["href"]) for a in page.select(".filters a")}
    assert list(filters) == [
        "All 6",
        "Needs your attention 2",
        "Waiting 1",
        "Sent 1",
        "Without an address 1",
        "Not delivered 1",
    ]
    shown = [await acts(staff, link) for link in filters.values()]
    assert shown[1:] == [
        ["3 / 2026", "Mend the address, 3 / 2026", "1 / 2026", "Mend the address, 1 / 2026"],
        ["4 / 2026"],
        ["2 / 2026"],
        ["5 / 2026"],
        ["6 / 2026"],
    ]
    for remedy in page.select(".records .lost a"):
        way = str(remedy["href"])
        mending = read((await staff.browser.get(way)).text)
        assert mending.select_one("#email")  # one tap, and it can be typed
