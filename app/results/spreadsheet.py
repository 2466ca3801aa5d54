"""Results as XLSX: a sheet that explains, and a sheet for each table.

Only what publishes imports this: xlsxwriter has no place in a web process.
"""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import speaking
from app.lib.quarters import Quarter
from app.results import describing
from app.results.figures import QuarterResult
from app.results.flat import Editions, Line, lines

# Text stays text: a label that begins with "=" is no formula, one with "http" no link.
_AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_SHARES = (14, 15, 16)  # columns that are shown as percent: share and interval
_WIDTHS = (11, 14, 10, 17, 8, 9, 9, 24, 14, 60, 16, 40, 8, 8, 18, 13, 13, 11)


def to_xlsx(
    results: Sequence[QuarterResult], editions: Editions, language: str, inspectorate: str
) -> bytes:
    """The same results give the same bytes. `inspectorate` is its name in `language`."""
    content = BytesIO()
    with speaking(language), Workbook(content, _AS_WRITTEN) as book:
        quarter = Quarter.parse(results[0].quarter)
        # The file's date is the quarter's, or each writing would give other bytes.
        created = datetime.combine(quarter.closes_on, time())
        book.set_properties(
            {"title": f"{inspectorate}, {quarter_name(quarter)}", "created": created}
        )
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        percent = book.add_format({"num_format": "0.0%"})
        _explain(book.add_worksheet(_("About")), bold, inspectorate, quarter)
        found = list(lines(results, editions))
        for table, title in _titles().items():
            of_table = [line for line in found if line.table == table]
            _fill(book.add_worksheet(title), of_table, bold, percent)
    return content.getvalue()


def _explain(sheet: Worksheet, bold: Format, inspectorate: str, quarter: Quarter) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, inspectorate, bold)
    sheet.write_string(1, 0, quarter_name(quarter), bold)
    for row, sentence in enumerate(_explanations(), start=3):
        sheet.write_string(row, 0, sentence)


def _explanations() -> list[str]:
    return [
        _("Shares are of the answers that count; “does not apply” and no answer stand apart."),
        describing.limits(),
        _("What few answers could give away is not shown, or only said in words."),
        _("Questionnaires, their editions and the open questionnaire are never added up."),
    ]


def _fill(sheet: Worksheet, of_table: list[Line], bold: Format, percent: Format) -> None:
    for column, (name, width) in enumerate(zip(heads(), _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(of_table, start=1):
        for column, value in enumerate(astuple(line)):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value, percent if column in _SHARES else None)


def _titles() -> dict[str, str]:
    """At most 31 characters each: Excel's limit."""
    return {
        "rates": _("Rates"),
        "questions": _("Questions"),
        "regions": _("Regions"),
        "quarters": _("Quarters"),
    }


def heads() -> list[str]:
    """The names of a line's columns."""
    return [
        _("Table"), _("Inspectorate"), _("Quarter"), _("Questionnaire"), _("Edition"),
        _("Channel"), _("Region code"), _("Region"), _("Question code"), _("Question"),
        _("Answer code"), _("Answer"), _("Base"), _("Count"), _("Share"), _("Interval from"),
        _("Interval to"), _("Status"),
    ]  # fmt: skip
