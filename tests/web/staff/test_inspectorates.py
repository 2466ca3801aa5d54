"""The ministry and observers see all inspectorates side by side; observers see nothing else."""

import re
from datetime import UTC, datetime

import pytest

from app.accounts.people import give
from app.accounts.roles import DIRECTOR, INSPECTOR, MINISTRY, OBSERVER
from app.accounts.tables import Person
from app.lib import clock
from app.wiring import Wiring
from tests.making.accounts import make_person
from tests.making.publications import make_release
from tests.making.registry import make_fields, make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import NOW, Staff
from tests.web.staff.test_roles import TABLE

PAGE = "/staff/inspectorates"


async def enter(staff: Staff, wiring: Wiring) -> None:
    async with staff.people.transaction() as session:
        for email in ("a@mail.kg", "b@mail.kg", None):
            await make_inspection(session, staff.geti, wiring.addresses, email=email)


async def test_they_stand_by_name_with_the_figures_of_the_work(
    staff: Staff, wiring: Wiring
) -> None:
    await enter(staff, wiring)
    await staff.become(OBSERVER)
    page = read((await staff.browser.get(PAGE)).raise_for_status().text)
    assert [one.text for one in page.select("section h2")] == ["consumer en", "geti en"]
    told = words(page)
    assert "With an e-mail address 2 (67%)" in told
    assert (await staff.browser.get(f"{PAGE}?quarter=2026-q3")).status_code == 200
    assert (await staff.browser.get(f"{PAGE}?sort=coverage")).text == (
        await staff.browser.get(PAGE)
    ).text.replace(f'value="{PAGE}"', f'value="{PAGE}?sort=coverage"')
    assert (await staff.browser.get(f"{PAGE}?quarter=2020-q1")).status_code == 404


async def test_an_observer_sees_no_results_no_inspectors_and_no_records(
    staff: Staff, wiring: Wiring
) -> None:
    await enter(staff, wiring)
    await staff.become(MINISTRY)
    ways = [one["href"] for one in read((await staff.browser.get(PAGE)).text).select("main a")]
    assert "/staff/signals/geti/2026-q3" in ways
    await staff.become(OBSERVER)
    page = read((await staff.browser.get(PAGE)).text)
    assert [one["href"] for one in page.select("section a")] == []
    assert "И. Инспекторов" not in words(page)
    for way in (*ways, "/staff/businesses", "/staff/odd", "/staff/people", "/staff/audit"):
        if not str(way).startswith(("?", PAGE)):
            assert (await staff.browser.get(str(way))).status_code == 403, way
    home = read((await staff.browser.get("/staff/")).text)
    assert [one["href"] for one in home.select("main a")] == [PAGE]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (datetime(2026, 11, 16, tzinfo=UTC), "not yet; due on this day: 19 November 2026"),
        (datetime(2026, 11, 20, tzinfo=UTC), "delayed; they were due on this day: 19 November"),
    ],
)
async def test_they_say_when_results_are_due(
    staff: Staff, wiring: Wiring, today: datetime, told: str
) -> None:
    await enter(staff, wiring)
    clock.step_to(today)
    await staff.become(OBSERVER)
    assert told in words(read((await staff.browser.get(f"{PAGE}?quarter=2026-q3")).text))


async def test_they_say_when_results_were_published(staff: Staff, wiring: Wiring) -> None:
    await enter(staff, wiring)
    async with staff.people.transaction() as session:
        (await make_release(session, staff.geti)).published_at = NOW
    await staff.become(OBSERVER)
    [geti] = read((await staff.browser.get(PAGE)).text).select("section[aria-labelledby=of-geti]")
    assert "published: 3 August 2026" in words(geti)


async def test_nothing_of_a_person_or_a_business_is_on_a_page_for_observers(
    staff: Staff, wiring: Wiring
) -> None:
    """Every page of the staff that lets them in, whatever comes to be added."""
    await enter(staff, wiring)
    await make_person(staff.people, "boss@geti.kg.example", "Zarina", DIRECTOR, staff.geti.id)
    fields = make_fields("KG")
    secret = [fields.business_name, fields.tax_number, fields.inspector, fields.act_number]
    names = [str(word) for word in (*secret, "a@mail.kg", "b@mail.kg", "Zarina", "boss@") if word]
    await staff.become(OBSERVER)
    ways = pages_for("observer")
    assert PAGE in ways
    for way in ways:
        text = (await staff.browser.get(way)).raise_for_status().text
        assert [name for name in names if name in text] == [], way


def pages_for(role: str) -> list[str]:
    """By the table of roles: without a name or an id in their address."""
    head, *rows = (
        re.split(r"\s{2,}", line.strip())
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if "nobody" in line or line.startswith("GET /staff")
    )
    place = head.index(role) - len(head)
    return [
        row[0].removeprefix("GET ")
        for row in rows
        if row[place] == "in" and "{" not in row[0] and "[anyone]" not in row
    ]


async def test_an_inspector_who_observes_sees_no_businesses_of_other_inspectorates(
    staff: Staff, wiring: Wiring
) -> None:
    await enter(staff, wiring)
    person = await staff.become(INSPECTOR, staff.consumer)
    async with staff.people.transaction() as session:
        await give(session, await session.get_one(Person, person.id), OBSERVER)
    found = words(read((await staff.browser.get("/staff/businesses?words=Ала")).text))
    assert "01234567890123" not in found


async def test_nobody_else_sees_it(staff: Staff) -> None:
    for role in (INSPECTOR, DIRECTOR):
        await staff.become(role, staff.geti)
        assert (await staff.browser.get(PAGE)).status_code == 403
