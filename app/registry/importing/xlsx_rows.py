"""The rows of a sheet of an XLSX register, one at a time, each with its number in the sheet."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from app.lib.i18n import gettext as _
from app.registry.importing.recognising import damaged
from app.registry.importing.rows import (
    MOST_COLUMNS,
    Broken,
    Cell,
    Row,
    Unreadable,
    Unsure,
    names_in,
    too_many_columns,
)
from app.registry.importing.xlsx_book import Book
from app.registry.importing.xlsx_xml import TAGS, Texts, stream

_LAST_ROW = 1_048_576  # of the format
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_DIGITS = 10**15  # a spreadsheet's number has fifteen; those after are zeros


class XlsxRows:
    """An open sheet. Looked through once, so that no half of a damaged file is taken."""

    is_text = False

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        self._book = Book(path)
        try:
            self._member = self._book.sheet(sheet)
            self.sheets = list(self._book.sheets)
            self.sheet: str | None = sheet or self.sheets[0]
            self.form = "XLSX"
            self.size = self._book.archive.getinfo(self._member).file_size
            self.position = 0
            for _unpacked in stream(self._book.archive, self._member):
                pass
            self._texts = Texts(self._book.archive, self._book.strings)
            self._rows = self._filled()
            self.columns = self._header()
        except (Unreadable, ValueError, OverflowError) as error:
            self._book.close()
            raise error if isinstance(error, Unreadable) else damaged() from error

    def __enter__(self) -> "XlsxRows":
        return self

    def __exit__(self, *_error: object) -> None:
        self._book.close()

    def __iter__(self) -> Iterator[Row | Broken]:
        """Those with cells beside the named columns are longer than these."""
        expected, last = len(self.columns), 1
        try:
            for row in self._rows:
                last = row.number
                missing = expected - len(row.cells)
                yield Row(last, [*row.cells, *[""] * missing] if missing > 0 else row.cells)
        except Unreadable as error:
            yield Broken(last + 1, str(error))

    def _header(self) -> list[str]:
        first = next(self._rows, Row(1, []))
        names = []
        for number, cell in enumerate(first.cells):
            if isinstance(cell, Unsure):
                where = f"{get_column_letter(number + 1)}{first.number}"
                raise Unreadable(f"{where}: {cell.remedy}")
            names.append(str(cell))
        return names_in(names)

    def _filled(self) -> Iterator[Row]:
        """The rows that hold anything."""
        reader = _Reader(self._texts, self._book.dates, self._book.epoch)
        handlers = (reader.start, reader.end, reader.text)
        for unpacked in stream(self._book.archive, self._member, handlers):
            self.position += unpacked
            yield from reader.taken()
        yield from reader.taken()


class _Reader:
    """What the parser calls for every tag of a sheet: a hot path, so it is one flat class."""

    def __init__(self, texts: Texts, dates: set[int], epoch: datetime) -> None:
        self._texts, self._dates, self._epoch = texts, {str(style) for style in dates}, epoch
        self._rows: list[Row] = []
        self._number = 0
        self._cells: list[Cell] = []
        self._columns: dict[str, int] = {}  # letters -> number from 0
        self._column = -1
        self._kind = self._style = ""
        self._is_formula = self._is_text = self._is_phonetic = False
        self._parts: list[str] = []

    def taken(self) -> list[Row]:
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = TAGS.get(name)
        if tag == "c":
            self._column = self._place(attributes.get("r"))
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._is_formula = False
            self._parts.clear()
        elif tag == "v":
            self._is_text = True
        elif tag == "t":
            self._is_text = not self._is_phonetic
        elif tag == "f":
            self._is_formula = True
        elif tag == "rPh":
            self._is_phonetic = True
        elif tag == "row":
            written = attributes.get("r", str(self._number + 1))
            number = int(written) if written.isdecimal() and len(written) < 8 else 0
            if not self._number < number <= _LAST_ROW:
                raise damaged()
            self._number, self._cells, self._column = number, [], -1

    def end(self, name: str) -> None:
        tag = TAGS.get(name)
        if tag in ("v", "t"):
            self._is_text = False
        elif tag == "c":
            self._put(self._sure("".join(self._parts)))
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "row" and any(cell != "" for cell in self._cells):
            self._rows.append(Row(self._number, self._cells))

    def text(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)

    def _place(self, reference: str | None) -> int:
        if reference is None:
            return self._column + 1
        letters = reference.rstrip("0123456789")
        if letters not in self._columns:
            if not _REFERENCE.fullmatch(reference):
                raise damaged()
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number - 1
        return self._columns[letters]

    def _put(self, cell: Cell) -> None:
        if cell == "":
            return
        missing = self._column - len(self._cells)
        if self._column >= MOST_COLUMNS:
            raise too_many_columns()
        if missing > 0:
            self._cells += [""] * missing
        elif missing < 0:
            raise damaged()  # two cells in one place
        self._cells.append(cell)

    def _sure(self, written: str) -> Cell:
        try:
            return self._cell(written)
        except (ValueError, IndexError, OverflowError):
            remedy = _("Cell %(cell)s cannot be read. Write its value anew.")
            return Unsure(written, remedy % {"cell": self._where()})

    def _cell(self, written: str) -> Cell:
        if self._is_formula:
            remedy = _("Cell %(cell)s holds a formula. Put its value there: copy, paste as values.")
            return Unsure(written, remedy % {"cell": self._where()})
        if not written:
            return ""
        if self._kind == "n":
            return self._dated(written) if self._style in self._dates else self._figure(written)
        if self._kind == "e":
            remedy = _("Cell %(cell)s holds an error of the spreadsheet. Write the value there.")
            return Unsure(written, remedy % {"cell": self._where()})
        if self._kind == "d":
            return datetime.fromisoformat(written).date()
        if self._kind == "b":
            return "TRUE" if written == "1" else "FALSE"
        return _unescaped(self._texts[int(written)] if self._kind == "s" else written)

    def _figure(self, written: str) -> Cell:
        """As text: 17.0 reads as 17, for a spreadsheet has no whole numbers."""
        number = float(written)
        if abs(number) >= _MOST_DIGITS:
            remedy = _(
                "The spreadsheet has cut the last digits off the number in cell %(cell)s. Format"
                " the column as text and type the number anew."
            )
            return Unsure(written, remedy % {"cell": self._where()})
        return str(int(number)) if number.is_integer() else written

    def _dated(self, written: str) -> Cell:
        moment = from_excel(float(written), self._epoch)
        if isinstance(moment, datetime):
            return moment.date()
        remedy = _("Cell %(cell)s is formatted as a date, and holds none. Write the date there.")
        return Unsure(written, remedy % {"cell": self._where()})

    def _where(self) -> str:
        return f"{get_column_letter(self._column + 1)}{self._number}"


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold stand as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
