"""Files of a report: a spreadsheet and a PDF, in a process that has everything loaded.

Processor time: with an idle processor, as a worker mostly has, it is what somebody waits.
"""

import resource
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from app.lib.i18n import LANGUAGES, speaking
from app.publications.reports.contents import contents
from app.publications.reports.printing import to_pdf
from app.remarks.counting import Counts
from app.results.flat import lines
from app.results.spreadsheet import to_xlsx
from tests.bench.report import Report
from tests.making.reports import SHELF, make_contents, make_report

TIMES = 20


async def measure(_folder: Path, report: Report) -> None:
    asked = make_report("ky")
    rows = len(list(lines(asked.results, SHELF)))
    sheet = _mean(lambda: to_xlsx(asked.results, SHELF, "ky", asked.name))
    bare = _mean(lambda: _bare(rows))
    report.line(f"bare xlsxwriter: {rows} rows of 12 cells", f"{bare * 1000:8.1f} ms")
    report.line("the report as XLSX", f"{sheet * 1000:8.1f} ms")
    report.goal("  times bare xlsxwriter", sheet / bare, at_most=3)
    _pdf(report)


def _pdf(report: Report) -> None:
    """In turn in each language, as people ask for them: nothing is set twice the same."""
    made = {language: make_report(language) for language in LANGUAGES}
    drawn = {language: make_contents(one)[1] for language, one in made.items()}
    took: list[float] = []
    before = _memory()
    for turn in range(TIMES):
        language = LANGUAGES[turn % len(LANGUAGES)]
        asked = make_report(language, remarks=Counts(turn, 0, 0, 0))
        began = time.process_time()
        with speaking(language):
            to_pdf(asked, contents(asked, SHELF), drawn[language])
        took.append(time.process_time() - began)
    report.line(f"the first report as PDF, of {len(drawn['ky'])} charts", f"{took[0]:8.2f} s")
    report.goal("a further one, seconds", sum(took[1:]) / (TIMES - 1), at_most=0.5)
    report.line(f"memory that {TIMES} of them add", f"{_memory() - before:8.0f} MB")


def _bare(rows: int) -> None:
    with Workbook(BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            for column in range(12):
                sheet.write_number(row, column, row)


def _mean(act: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(TIMES):
        act()
    return (time.process_time() - began) / TIMES


def _memory() -> float:
    """At its highest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
