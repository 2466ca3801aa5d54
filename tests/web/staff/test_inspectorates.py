"""The ministry and observers see all inspectorates side by side; observers see nothing else."""

from app.accounts.people import give
from app.accounts.roles import DIRECTOR, INSPECTOR, MINISTRY, OBSERVER
from app.accounts.tables import Person
from app.wiring import Wiring
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import Staff

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
