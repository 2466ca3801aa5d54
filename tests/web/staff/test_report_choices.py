"""What of the director's report can be chosen by its address: a part, a comparison, a year."""

from datetime import date

import pytest

from app.accounts.roles import DIRECTOR
from app.wiring import Wiring
from tests.pages import read, words
from tests.web.staff.conftest import Staff
from tests.web.staff.test_report import Q2, REPORT, collect, inspect, the_report


async def test_a_region_is_an_address_of_its_own(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    page = await the_report(staff, f"{REPORT}?region=KG-C")
    assert page.title
    assert page.title.text == "Chui Region · Q3 2026"
    assert "Shown: Chui Region; Q3 2026; beside it: Q2 2026." in words(page)
    assert page.select_one(f'a.back[href="{REPORT}"]')


async def test_a_region_that_may_not_be_shown_says_so(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 60)
    page = await the_report(staff, f"{REPORT}?region=KG-Y")
    assert page.h1
    assert page.h1.text == "Issyk-Kul Region: too few answers to show"
    assert page.select("table") == []


@pytest.mark.parametrize(
    ("query", "status", "title"),
    [
        ("region=KG-C&kind=scheduled", 400, "The report takes one choice at a time"),
        ("region=KG-C&compare=year", 400, "The report takes one choice at a time"),
        ("region=KZ-75", 404, "There is no such choice in the report"),
        ("region=", 404, "There is no such choice in the report"),
        ("kind=control_purchase", 404, "There is no such choice in the report"),
        ("compare=decade", 404, "There is no such choice in the report"),
    ],
)
async def test_what_cannot_be_chosen_is_refused_in_words(
    staff: Staff, query: str, status: int, title: str
) -> None:
    await staff.become(DIRECTOR, staff.geti)
    reply = await staff.browser.get(f"{REPORT}?{query}")
    assert reply.status_code == status
    assert title in words(read(reply.text))


async def test_last_year_without_figures_is_said_to_be_unknown(
    staff: Staff, wiring: Wiring
) -> None:
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    page = await the_report(staff, f"{REPORT}?compare=year")
    assert "There are no figures of Q3 2025 to compare with." in words(page)
    assert [way.text for way in page.select('.choose [aria-current="true"]')][1:2] == [
        "The same quarter last year"
    ]


async def test_a_year_shows_its_quarters_side_by_side(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 40, date(2026, 5, 20))
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 8, 12, Q2)
    await collect(staff, wiring, 24, 6)
    page = await the_report(staff, "/staff/report/geti/year/2026")
    overall = next(table for table in page.select("table") if "satisfied" in table.text)
    assert [row.get_text("|", strip=True) for row in overall.select("tbody tr")][-3:] == [
        "II 2026|40%|20",
        "III 2026|80%|30",
        "The year|64%|50",
    ]


async def test_a_year_that_has_not_begun_is_not_found(staff: Staff) -> None:
    await staff.become(DIRECTOR, staff.geti)
    assert (await staff.browser.get("/staff/report/geti/year/2027")).status_code == 404
    assert (await staff.browser.get("/staff/report/geti/year/1999")).status_code == 404
