"""The report as a spreadsheet: safe to open, and made to be mended and imported again."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from app.lib.db import Database
from app.registry.importing.report_sheet import to_xlsx
from app.registry.importing.running import import_file
from app.registry.tables import Inspectorate
from tests.making.registry import ADDRESSES, NONE_GONE
from tests.registry.importing.test_running import some, written

EVIL = "=cmd|' /C calc'!A0"


async def test_refused_rows_are_mended_in_the_report_and_imported_again(
    people: Database, geti: Inspectorate, tmp_path: Path
) -> None:
    rows = some(3)
    rows[1] |= {"kind": EVIL, "inspector": "@SUM(1)@x"}
    path = tmp_path / "register.csv"
    path.write_text(written(rows))
    report = await import_file(people, ADDRESSES, geti, path, letters=NONE_GONE)
    assert (report.added, report.refused_rows) == (2, 1)

    book = load_workbook(BytesIO(to_xlsx(report)))
    to_mend, wrong = book.worksheets
    assert to_mend.freeze_panes == wrong.freeze_panes == "A2"
    cells = {cell.value: cell for row in (*to_mend, *wrong) for cell in row if cell.value}
    assert EVIL in cells
    assert {cell.data_type for cell in cells.values()} <= {"s", "n"}  # never "f": no formula
    remedies = [cell.comment.text for row in to_mend for cell in row if cell.comment]
    assert len(remedies) == 2
    assert remedies[0].startswith("Use one of these words: scheduled")
    for name, value in (("kind", "desk"), ("inspector", "")):
        column = [cell.value for cell in to_mend[1]].index(name) + 1
        to_mend.cell(2, column).value = value
    book.save(tmp_path / "mended.xlsx")

    again = await import_file(people, ADDRESSES, geti, tmp_path / "mended.xlsx", letters=NONE_GONE)
    assert (again.added, again.refused_rows) == (1, 0), again.refused
