"""Saying that an act has been handed over, and the ministry's view of those that wait."""

from datetime import UTC, date, datetime

from app.accounts.roles import INSPECTOR, MINISTRY
from app.lib import clock
from tests.pages import read, words
from tests.web.staff.conftest import Staff
from tests.web.staff.test_entering import insist, save, saved_page, stored

PAGE = "/staff/not-handed-over"


async def handed_over(staff: Staff) -> date | None:
    [inspection] = await stored(staff.people)
    return inspection.handed_over_on


async def test_the_form_asks_when_the_act_was_handed_over(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff, handed_over="same_day")
    assert await handed_over(staff) == date(2026, 7, 20)
    await insist(staff, handed_over="other_day", handed_over_on="2026-07-28")
    assert await handed_over(staff) == date(2026, 7, 28)
    await insist(staff, handed_over="not_yet", handed_over_on="2026-07-28")
    assert await handed_over(staff) is None


async def test_another_day_must_be_named(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    refused = await save(staff, handed_over="other_day")
    assert refused.status_code == 422
    page = read(refused.text)
    assert page.select_one("#handed_over_on-error")
    assert page.select_one('input[value="other_day"][checked]')


async def test_a_wrong_date_of_the_act_is_told_once(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = read((await save(staff, handed_over="same_day", act_date="2026-08-04")).text)
    assert len(page.select(".errors a")) == 1


async def test_the_acts_own_page_takes_it_later(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await saved_page(staff, handed_over="not_yet")
    assert "Waiting: the act has not been handed over yet." in words(page)
    form = page.select_one('form[action$="/handed-over"]')
    assert form
    today = form.select_one("#handed_over_on")
    assert today
    assert today["value"] == "2026-08-03"
    refused = await staff.browser.post(str(form["action"]), data={"handed_over_on": "2026-07-01"})
    assert refused.status_code == 422
    assert "before its own date" in words(read(refused.text))
    reply = await staff.browser.post(str(form["action"]), data={"handed_over_on": "2026-08-03"})
    assert reply.status_code == 303
    page = read((await staff.browser.get(reply.headers["location"])).text)
    assert not page.select('form[action$="/handed-over"]')
    assert await handed_over(staff) == date(2026, 8, 3)


async def test_no_letter_is_promised_for_the_day_of_handing_over(staff: Staff) -> None:
    clock.step_to(datetime(2026, 8, 3, 2, 0, tzinfo=UTC))  # eight in Bishkek
    await staff.become(INSPECTOR, staff.geti)
    page = await saved_page(staff, act_date="2026-08-03", handed_over="same_day")
    assert "Waiting: it goes out on 4 August 2026 at 09:00 or soon after." in words(page)


async def test_the_ministry_sees_how_many_wait_but_no_inspector(staff: Staff) -> None:
    await staff.become(MINISTRY)
    assert "Every act on record has been handed over." in words(
        read((await staff.browser.get(PAGE)).text)
    )
    await staff.become(INSPECTOR, staff.geti)
    await save(staff, handed_over="not_yet", act_date="2026-07-17")
    await save(staff, handed_over="not_yet", act_number="18")
    await staff.become(MINISTRY)
    page = read((await staff.browser.get(PAGE)).text)
    assert [" ".join(dd.text.split()) for dd in page.select("dl dd")] == ["2", "1", "0"]
    assert "И. Инспекторов" not in words(page)
    home = read((await staff.browser.get("/staff/")).text)
    assert home.select(f'a[href="{PAGE}"]')
