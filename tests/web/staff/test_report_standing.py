"""How firm the figures of the director's report are: before, at and after the quarter's release."""

from datetime import UTC, date, datetime

from app.lib import clock as the_clock
from app.publications.releasing import release
from app.wiring import Wiring
from tests.pages import words
from tests.web.staff.answering import mix_all
from tests.web.staff.conftest import Staff
from tests.web.staff.test_report import Q2, collect, inspect, the_report

REPORT = "/staff/report/geti/2026-q2"
IN_MAY = date(2026, 5, 20)
OVERDUE = datetime(2026, 8, 25, 6, 0, tzinfo=UTC)


async def answered(staff: Staff, wiring: Wiring) -> None:
    """Thirty of sixty in the second quarter, whose release is overdue now."""
    await inspect(staff, wiring, 60, IN_MAY)
    await collect(staff, wiring, 24, 6, Q2)
    the_clock.step_to(OVERDUE)


async def test_until_it_is_due_a_quarter_is_provisional(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 20, IN_MAY)
    said = words(await the_report(staff, REPORT))
    assert "These figures are provisional" in said
    assert "delayed" not in said


async def test_a_delay_is_told_with_its_reason(staff: Staff, wiring: Wiring) -> None:
    await answered(staff, wiring)
    said = words(await the_report(staff, REPORT))
    assert "The release is delayed. It was due on 19 August 2026." in said
    assert "The last answers are still sealed" in said
    await mix_all(wiring)
    said = words(await the_report(staff, REPORT))
    assert "once it is certain that nothing hidden follows from what was shown" in said


async def test_a_released_quarter_is_shown_as_it_was_released(staff: Staff, wiring: Wiring) -> None:
    await answered(staff, wiring)
    await mix_all(wiring)
    await release(wiring.people, wiring.ballots, wiring.shelf, staff.geti, Q2, OVERDUE)
    await inspect(staff, wiring, 40, IN_MAY)  # entered late
    page = await the_report(staff, REPORT)
    said = words(page)
    assert "Released on 25 August 2026: these figures stay as they are." in said
    assert "30 answers have been counted: 50% of 60 inspections." in said
    assert page.select_one('a[href="/en/results/geti/2026-q2/"]')
    file = (await staff.browser.get(f"{REPORT}/data.json")).json()
    assert file["released"] == "2026-08-25"
    assert file["results"][0]["rates"]["inspections"] == 60


async def test_a_year_is_provisional_until_its_quarters_are_released(
    staff: Staff, wiring: Wiring
) -> None:
    await answered(staff, wiring)
    page = await the_report(staff, "/staff/report/geti/year/2026")
    assert "Figures of a quarter are provisional until it is released" in words(page)
