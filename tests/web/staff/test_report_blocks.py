"""The blocks of the director's report: few enough to be read in a minute."""

from datetime import date

from bs4 import BeautifulSoup

from app.ballots.boxes import Part
from app.lib.quarters import Quarter
from app.registry.kinds import kinds_of
from app.wiring import Wiring
from tests.web.staff.answering import Q3, answer, make_box, mix_all
from tests.web.staff.conftest import Staff
from tests.web.staff.test_report import DISPLEASED, PLEASED, Q2, inspect, the_report

REGIONS = ("KG-C", "KG-O")
KINDS = tuple(kind.value for kind in kinds_of("KG")[:2])
EACH = 12  # answers and inspections of every region and kind


async def fill(staff: Staff, wiring: Wiring, quarter: Quarter, day: date) -> None:
    """Answers from every region about every kind, and some to the open questionnaire."""
    crossed = [(region, kind) for region in REGIONS for kind in KINDS]
    parts = [Part(n, (region,), (kind,)) for n, (region, kind) in enumerate(crossed, start=1)]
    for region, kind in crossed:
        await inspect(staff, wiring, EACH, day, region=region, kind=kind)
    box = await make_box(wiring, staff.geti, quarter, parts=parts)
    for part in parts:
        await answer(wiring, box, [PLEASED, PLEASED, DISPLEASED] * (EACH // 3), part=part.number)
    opened = await make_box(wiring, staff.geti, quarter, channel="open")
    await answer(wiring, opened, [DISPLEASED] * 12, part=0)
    await mix_all(wiring)


def blocks(page: BeautifulSoup) -> list[str]:
    return [str(heading.get_text()) for heading in page.select("main h2:not(#contents)")]


async def test_the_fullest_page_has_eight_blocks(staff: Staff, wiring: Wiring) -> None:
    await fill(staff, wiring, Q2, date(2026, 5, 20))
    await fill(staff, wiring, Q3, date(2026, 7, 20))
    page = await the_report(staff)
    found = blocks(page)
    assert len(found) == 8, found
    contents = [str(link["href"])[1:] for link in page.select(".contents a")]
    assert len(contents) == 8
    assert [name for name in contents if not page.find(id=name)] == []


async def test_regions_and_kinds_stand_in_one_block(staff: Staff, wiring: Wiring) -> None:
    await fill(staff, wiring, Q3, date(2026, 7, 20))
    page = await the_report(staff)
    where = page.select_one("section:has(> h2[id$=-where])")
    assert where
    assert where.h2
    assert "by region and by kind of inspection" in where.h2.text
    assert [title.text for title in where.select("h3")] == ["By region", "By kind of inspection"]
    assert len(where.select(".exhibit")) == 2
