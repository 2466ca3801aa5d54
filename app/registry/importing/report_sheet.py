"""The refused rows as a spreadsheet: what is wrong, and beside it the row itself, for mending.

Only the worker and the command import this: xlsxwriter has no place in a web process.
"""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.lib.i18n import gettext as _
from app.registry.importing.report import Report
from app.registry.importing.showing import shown

# Text stays text: a cell that begins with "=" is no formula, one with "http" no link.
_AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_LONGEST = 32_767  # signs in a cell
_WIDTHS = (8, 22, 26, 70)


def to_xlsx(report: Report) -> bytes:
    """Two sheets: every fault with its remedy; and the refused rows under the file's own header,
    which can be mended there and imported again."""
    content = BytesIO()
    with Workbook(content, _AS_WRITTEN) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        # Excel must not make numbers or dates of what is typed in here.
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        rows = book.add_worksheet(_("Rows to mend"))
        _fill_rows(rows, report, bold, text)
        faults = book.add_worksheet(_("What is wrong"))
        _fill_faults(faults, report, bold, text)
    return content.getvalue()


def _fill_rows(sheet: Worksheet, report: Report, bold: Format, text: Format) -> None:
    """First, so that importing this file as it is takes it. What is wrong stands in a comment."""
    said = {(it.row, it.column.casefold()): it.remedy for it in report.refused}
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(report.columns):
        sheet.set_column(column, column, 18, text)
        sheet.write_string(0, column, name[:_LONGEST], bold)
    whole = {row: cells for row, cells in report.cells.items() if cells}
    for number, (row, cells) in enumerate(whole.items(), start=1):
        for column, cell in enumerate(cells[: len(report.columns)]):
            sheet.write_string(number, column, cell[:_LONGEST], text)
            remedy = said.get((row, shown(report.columns[column]).casefold()))
            if remedy:
                sheet.write_comment(number, column, remedy)


def _fill_faults(sheet: Worksheet, report: Report, bold: Format, text: Format) -> None:
    sheet.freeze_panes(1, 0)
    names = (_("Row"), _("Column"), _("What stands there"), _("What to do"))
    for column, (name, width) in enumerate(zip(names, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    for number, refusal in enumerate(report.refused, start=1):
        sheet.write_number(number, 0, refusal.row)
        for column, words in enumerate((refusal.column, refusal.found, refusal.remedy), start=1):
            sheet.write_string(number, column, words, text)
