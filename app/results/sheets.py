"""How the sheets of a spreadsheet look and print. Values are of any table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.lib.i18n import spoken
from app.results.flat import Value

_NARROWEST, _WIDEST = 9, 44  # columns, in characters; longer text is wrapped
_LINE = 15  # points
_A4 = 9
_LONGEST_HEADER = 120  # Excel takes 255 characters, and each "&" is two
_DATE = {"en": "d mmmm yyyy"}
_DATE_ELSEWHERE = "dd.mm.yyyy"


class Formats:
    """Those of one book, in the language being spoken."""

    def __init__(self, book: Workbook) -> None:
        cell = {"valign": "top", "indent": 1, "bottom": 1, "bottom_color": "#d0d4d8"}
        text = {**cell, "text_wrap": True, "align": "left"}
        head = {"bold": True, "font_color": "#ffffff", "bg_color": "#2166ac", "border": 1}
        number = {**cell, "align": "right"}
        day = _DATE.get(spoken(), _DATE_ELSEWHERE)
        self.title: Format = book.add_format({**text, "bold": True, "font_size": 12})
        self.head: Format = book.add_format({**text, **head})
        self.label: Format = book.add_format({**text, "bold": True})
        self.text: Format = book.add_format(text)
        self.whole: Format = book.add_format({**number, "num_format": "#,##0"})
        self.percent: Format = book.add_format({**number, "num_format": "0.0%"})
        self.words: Format = book.add_format({**text, "italic": True, "align": "right"})
        self.date: Format = book.add_format({**text, "num_format": day})


@dataclass(frozen=True)
class Column:
    name: str
    values: Sequence[Value]

    @cached_property
    def is_numeric(self) -> bool:
        """Words may stand in it where a number must not."""
        return any(isinstance(value, int | float) for value in self.values)

    @cached_property
    def width(self) -> int:
        """Head and figures fit on a line; longer texts on several."""
        lengths = [len(value) if isinstance(value, str) else 7 for value in self.values]
        longest_word = max(len(word) for word in self.name.split())
        return min(max(_NARROWEST, longest_word + 3, *lengths), _WIDEST) + 1

    def lines(self, row: int) -> int:
        """That a cell takes, with room to spare; row 0 is the head. Not every program finds out."""
        if row == 0:
            return min(3, len(self.name.split()))
        value = self.values[row - 1]
        return len(wrap(value, self.width - 1)) or 1 if isinstance(value, str) else 1


def about(
    sheet: Worksheet,
    formats: Formats,
    facts: Sequence[tuple[str, Value | datetime]],
    notes: Sequence[str],
) -> None:
    """The first fact is the title as well."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    for row, (name, value) in enumerate(facts):
        sheet.set_row(row, _LINE * (2 if row == 0 else 1))
        sheet.write_string(row, 0, name, formats.label)
        if isinstance(value, datetime):
            sheet.write_datetime(row, 1, value, formats.date)
        else:
            sheet.write_string(row, 1, str(value), formats.title if row == 0 else formats.text)
    for row, note in enumerate(notes, start=len(facts) + 1):
        sheet.set_row(row, _LINE * 2)
        sheet.write_blank(row, 0, None, formats.text)
        sheet.write_string(row, 1, note, formats.text)
    _print_well(sheet, "")


def grid(
    sheet: Worksheet,
    formats: Formats,
    columns: Sequence[Column],
    title: str,
) -> None:
    """Columns of one length. The head stays in sight, and stands on every printed page, as does
    `title`.
    """
    rows = len(columns[0].values)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.name, formats.head)
        for row, value in enumerate(column.values, start=1):
            _write(sheet, formats, (row, place), value, among_numbers=column.is_numeric)
    for row in range(rows + 1):
        sheet.set_row(row, _LINE * max(column.lines(row) for column in columns))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(columns) - 1)
    sheet.repeat_rows(0)
    _print_well(sheet, title)


def _write(
    sheet: Worksheet, formats: Formats, cell: tuple[int, int], value: Value, *, among_numbers: bool
) -> None:
    if value is None or value == "":
        sheet.write_blank(*cell, None, formats.text)
    elif isinstance(value, str):
        sheet.write_string(*cell, value, formats.words if among_numbers else formats.text)
    else:
        style = formats.percent if isinstance(value, float) else formats.whole
        sheet.write_number(*cell, value, style)


def _print_well(sheet: Worksheet, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)  # one page wide, as many as it takes
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    if title:  # in which a single "&" would begin a code
        sheet.set_header(f"&L{title[:_LONGEST_HEADER].replace('&', '&&')}")
    sheet.set_footer("&L&A&R&P / &N")
