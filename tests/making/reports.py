"""Reports of made-up quarters, with everything that printing one needs."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from app.lib.i18n import LANGUAGES, speaking
from app.publications.reports.contents import Contents, Figure, contents
from app.publications.reports.document import Report, report_of
from app.publications.standing import Standing
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.remarks.counting import Counts
from app.results.charts.drawing import draw
from app.results.figures import QuarterResult
from tests.making.results import make_result

SHELF = Shelf()
_drawn = cache(draw)  # which takes far longer than all else that is tested with it
REMARKS = Counts(17, 5, 3, 2)
PAGE = "https://survey.example.kg/staff/report/geti/2026-q3"


def make_report(
    language: str = "en",
    results: Sequence[QuarterResult] | None = None,
    name: str = "State Inspectorate",
    remarks: Counts | None = REMARKS,
) -> Report:
    inspectorate = Inspectorate(
        slug="geti",
        country="KG",
        names={each: {"name": name} for each in LANGUAGES},
        questionnaires={},
        sender="",
        reply_to="",
        phone="",
        appeals_to={},
        open_number=1,
        sending={},
    )
    with speaking(language):
        stands = Standing(results or [make_result()], "changing", date(2026, 11, 20))
        return report_of(inspectorate, date(2026, 11, 22), PAGE, stands, SHELF, remarks)


def make_contents(report: Report) -> tuple[Contents, dict[str, str]]:
    """And every drawing, by hash."""
    with speaking(report.language):
        found = contents(report, SHELF)
    figures = [block for block in found.blocks if isinstance(block, Figure)]
    return found, {each.shape.hash: _drawn(each.shape) for each in figures}
