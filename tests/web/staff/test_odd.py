"""The ministry sees which records look odd, and why."""

from app.accounts.roles import DIRECTOR, INSPECTOR, MINISTRY
from tests.pages import read, words
from tests.web.staff.conftest import Staff
from tests.web.staff.test_entering import insist, save

PAGE = "/staff/odd"


async def rows(staff: Staff) -> list[str]:
    page = read((await staff.browser.get(PAGE)).raise_for_status().text)
    return [" ".join(row.text.split()) for row in page.select(".records li")]


async def test_it_sees_the_act_the_reason_and_the_inspector_but_no_address(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    await save(staff, act_number="18", email="me@mailinator.com", act_date="21.07.2026")
    await insist(staff, act_number="19", email="aida@yandex.ry", act_date="22.07.2026")
    await staff.become(MINISTRY)
    newest, other = await rows(staff)
    assert newest.startswith("19 / 2026")
    assert "The address looks mistyped" in newest
    assert "И. Инспекторов" in other
    assert "throw-away" in other
    assert "@" not in newest + other


async def test_without_such_records_it_says_so(staff: Staff) -> None:
    await staff.become(MINISTRY)
    page = read((await staff.browser.get(PAGE)).text)
    assert "There is no such record." in words(page)
    home = read((await staff.browser.get("/staff/")).text)
    assert home.select(f'a[href="{PAGE}"]')


async def test_nobody_else_sees_it(staff: Staff) -> None:
    for role in (INSPECTOR, DIRECTOR):
        await staff.become(role, staff.geti)
        assert (await staff.browser.get(PAGE)).status_code == 403
