"""Pages tell the time that their reader's clock shows."""

from datetime import UTC, datetime

from app.accounts.roles import ADMINISTRATOR, DIRECTOR
from app.lib import clock
from app.web.staff.local_time import LocalTime
from tests.pages import read, words
from tests.web.staff.conftest import Staff

LATE = datetime(2026, 8, 3, 19, 30, tzinfo=UTC)


async def page(staff: Staff, path: str) -> str:
    return words(read((await staff.browser.get(path)).text))


async def test_a_day_is_that_of_the_inspectorate(staff: Staff) -> None:
    clock.step_to(LATE)
    await staff.become(DIRECTOR, staff.geti)
    assert "Since 4 August 2026" in await page(staff, "/staff/account")


async def test_the_trail_says_whose_time_it_tells(staff: Staff) -> None:
    clock.step_to(LATE)
    await staff.become(ADMINISTRATOR)
    person = await staff.become(ADMINISTRATOR)
    await staff.browser.post(f"/staff/people/{person.id}/name", data={"name": "Bakyt"})
    trail = await page(staff, "/staff/audit")
    assert "Times are those of Astana." in trail  # of the first inspectorate, by its short name
    assert "2026-08-04 00:30" in trail
    assert "Bakyt" in await page(staff, "/staff/audit?since=2026-08-04&act=renamed+a+person")
    assert "There is none." in await page(staff, "/staff/audit?until=2026-08-03")


def test_each_country_has_its_own() -> None:
    assert LocalTime("KG").moment(LATE) == "4 August 2026, 01:30"
    assert LocalTime("KZ").moment(LATE) == "4 August 2026, 00:30"
    assert "Bishkek" in LocalTime("KG").said
