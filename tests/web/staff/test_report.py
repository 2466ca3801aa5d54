"""The director's report."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine, event

from app.accounts.roles import DIRECTOR, MINISTRY
from app.lib.i18n import speaking
from app.lib.quarters import Quarter
from app.publications.viewing import report_shapes
from app.questionnaires.answers import Closed
from app.results.assembling import quarter_results
from app.results.charts import drawings
from app.results.charts.drawing import draw
from app.wiring import Wiring
from tests.making.charts import make_shapes
from tests.making.invitations import make_inviting_box
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.answering import Q3, answer, make_box, mix_all
from tests.web.staff.conftest import Staff

REPORT = "/staff/report/geti/2026-q3"
Q2 = Quarter(2026, 2)
PLEASED: dict[str, Closed] = {"overall": "5", "courtesy": "5"}
DISPLEASED: dict[str, Closed] = {"overall": "2", "courtesy": "3"}


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Every statement to either database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


async def inspect(
    staff: Staff, wiring: Wiring, times: int, day: date = date(2026, 7, 20), **more: Any
) -> None:
    async with staff.people.transaction() as session:
        for number in range(times):
            await make_inspection(
                session,
                staff.geti,
                wiring.addresses,
                act_date=day,
                started_on=day,
                finished_on=day,
                email=None if number % 4 == 0 else f"firm{number}@mail.kg",
                **more,
            )


async def collect(
    staff: Staff, wiring: Wiring, pleased: int, displeased: int, quarter: Quarter = Q3
) -> None:
    box = await make_box(wiring, staff.geti, quarter)
    await answer(wiring, box, [PLEASED] * pleased + [DISPLEASED] * displeased)
    await mix_all(wiring)


async def the_report(staff: Staff, address: str = REPORT) -> BeautifulSoup:
    await staff.become(DIRECTOR, staff.geti)
    reply = await staff.browser.get(address)
    assert reply.status_code == 200
    return read(reply.text)


async def test_the_sentence_that_matters_stands_first(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 40, date(2026, 5, 20))
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 8, 12, Q2)
    await collect(staff, wiring, 24, 6)
    page = await the_report(staff)
    assert page.h1
    assert "80%, 40 points more than in Q2 2026" in page.h1.text
    said = words(page)
    assert "The change since Q2 2026 is larger than chance explains. It lies between +" in said
    assert "30 answers have been counted: 50% of 60 inspections." in said


async def test_the_way_from_inspections_to_answers_is_shown(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    async with staff.people.transaction() as session:
        make_inviting_box(session, staff.geti)
    page = await the_report(staff)
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in page.select(".funnel tbody tr")
    ]
    assert rows == [
        ["Inspections on record", "60", "100%"],
        ["No e-mail address on record", "−15", "25%"],
        ["With an e-mail address", "45", "75%"],
        ["Not invited yet", "−45", "75%"],
        ["Invited by letter", "0", "0%"],
        ["Letter delivered", "0", "0%"],
        ["Answered", "30", "50%"],
    ]
    assert "Most are lost here: Not invited yet, 45." in words(page)


async def test_under_ten_answers_nothing_of_them_is_shown(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 20)
    await collect(staff, wiring, 9, 0)
    page = await the_report(staff)
    assert page.h1
    assert page.h1.text == "Too few answers in Q3 2026 to show results"
    assert page.select(".exhibit") == []
    assert "Answered 0 0%" in words(page)
    assert "Of 20 inspections 0.0% have been answered" in words(page)


async def test_a_chart_that_is_not_drawn_yet_is_said_to_be_on_its_way(
    staff: Staff, wiring: Wiring
) -> None:
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    page = await the_report(staff)
    assert page.select(".exhibit")
    assert page.select("svg") == []
    assert "The chart is being drawn" in words(page)


async def test_a_drawn_chart_is_found_by_what_it_shows(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    await draw_everything(staff, wiring)
    page = await the_report(staff)
    assert "The chart is being drawn" not in words(page)
    figures = len(page.select(".exhibit")) * 2 + len(page.select("details.finding"))
    assert len(page.select("svg")) == figures


async def draw_everything(staff: Staff, wiring: Wiring) -> None:
    async with wiring.people.reading() as people, wiring.ballots.reading() as ballots:
        results = await quarter_results(people, ballots, wiring.shelf, staff.geti, Q3)
    async with wiring.people.transaction() as session:
        for result in results:
            questionnaire = wiring.shelf.edition(result.questionnaire, result.edition)
            with speaking("en"):
                shapes = report_shapes(result, questionnaire)
            for shape in [*make_shapes(result, questionnaire, "en"), *shapes]:
                await drawings.keep(session, shape, draw(shape))


async def test_open_answers_stand_apart(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    box = await make_box(wiring, staff.geti, channel="open")
    await answer(wiring, box, [DISPLEASED] * 12, part=0)
    await mix_all(wiring)
    page = await the_report(staff)
    assert "80%" in str(page.h1)
    assert "Answers to the open questionnaire (12)" in words(page)


async def test_waiting_answers_are_told_in_tens(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 60)
    box = await make_box(wiring, staff.geti, groups=2)
    for group in (1, 2):
        await answer(wiring, box, [PLEASED] * 9, part=group)
    await mix_all(wiring)
    assert "At least 10 more answers wait" in words(await the_report(staff))


async def test_the_report_opens_at_the_newest_quarter_and_leads_to_the_others(
    staff: Staff, wiring: Wiring
) -> None:
    await inspect(staff, wiring, 2, date(2026, 2, 20))
    await inspect(staff, wiring, 2, date(2026, 5, 20))
    await staff.become(DIRECTOR, staff.geti)
    reply = await staff.browser.get("/staff/report", follow_redirects=True)
    assert reply.url.path == "/staff/report/geti/2026-q2"
    page = read(reply.text)
    ways = {anchor.text: str(anchor["href"]) for anchor in page.select(".choose a")}
    assert ways["Q1 2026"] == "/staff/report/geti/2026-q1"
    assert ways["2026"] == "/staff/report/geti/year/2026"


async def test_a_quarter_without_inspections_says_so(staff: Staff) -> None:
    page = await the_report(staff)
    assert page.h1
    assert page.h1.text == "No inspections in Q3 2026"


@pytest.mark.parametrize("written", ["2026-q4", "2031-q1", "0000-q1", "2026-q5", "2026-3", "x"])
async def test_a_quarter_that_has_not_begun_or_is_none_is_not_found(
    staff: Staff, written: str
) -> None:
    await staff.become(DIRECTOR, staff.geti)
    for address in (f"/staff/report/geti/{written}", f"/staff/remarks/geti/{written}"):
        assert (await staff.browser.get(address)).status_code == 404


async def test_the_figures_are_downloaded_as_csv(staff: Staff, wiring: Wiring) -> None:
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    await staff.become(DIRECTOR, staff.geti)
    reply = await staff.browser.get(f"{REPORT}/data.csv")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="pikir-geti-2026-q3-en.csv"' in reply.headers["content-disposition"]
    assert reply.headers["cache-control"] == "no-store"
    assert reply.content.startswith(b"\xef\xbb\xbf")
    assert b"overall" in reply.content


async def test_the_ministry_reads_every_report_without_the_remarks(
    staff: Staff, wiring: Wiring
) -> None:
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    await staff.become(MINISTRY)
    reply = await staff.browser.get(REPORT)
    assert reply.status_code == 200
    assert "80%" in words(read(reply.text))
    assert "/staff/remarks/" not in reply.text


async def test_a_page_asks_as_often_however_much_it_shows(
    staff: Staff, wiring: Wiring, asked: list[str]
) -> None:
    await inspect(staff, wiring, 4)
    await the_report(staff)
    asked.clear()
    await the_report(staff)
    empty = len(asked)
    await inspect(staff, wiring, 60)
    await collect(staff, wiring, 24, 6)
    await the_report(staff)
    asked.clear()
    page = await the_report(staff)
    assert page.select(".exhibit")
    assert len(asked) <= empty
