"""The rows of a CSV register, one at a time, each with the line it begins on."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from app.lib.i18n import gettext as _
from app.registry.importing.encodings import encoding_of
from app.registry.importing.rows import (
    MOST_COLUMNS,
    Broken,
    Row,
    Unreadable,
    names_in,
    too_many_columns,
)

_DELIMITERS = ",;\t"
_FORMS = {"utf-8-sig": "CSV, UTF-8", "utf-16": "CSV, UTF-16", "cp1251": "CSV, Windows-1251"}
_LONGEST_HEADER = 100  # lines: names of columns may be written on several


class CsvRows:
    """An open register. Looked through once for its encoding, so that no half of it is taken."""

    is_text = True

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self._file: BinaryIO = path.open("rb")
        try:
            encoding = encoding_of(self._file)
            self.form = _FORMS[encoding]
            self.sheets: list[str] = []
            self.sheet: str | None = None
            self._file.seek(0)
            text = TextIOWrapper(self._file, encoding=encoding, newline="")
            self._before = 0
            delimiter, self.columns = self._header(text)
        except Unreadable:
            self._file.close()
            raise
        # Strict: a quotation mark left open must not swallow the rows after it unnoticed.
        self._reader = csv.reader(text, delimiter=delimiter, strict=True)

    def __enter__(self) -> "CsvRows":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    @property
    def position(self) -> int:
        return self._file.tell()

    def __iter__(self) -> Iterator[Row | Broken]:
        expected, first = len(self.columns), self._before + 1
        while True:
            line = self._reader.line_num + first
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield Broken(line, self._unquoted(line))
                continue
            if len(cells) > expected and not any(cells[expected:]):
                cells = cells[:expected]  # spreadsheets end every row with the same separators
            if not any(cells):
                continue
            if len(cells) == expected:
                yield Row(line, cells)
            else:
                yield Broken(line, self._uneven(cells))

    def _header(self, text: TextIOWrapper) -> tuple[str, list[str]]:
        """The delimiter and the names of the columns, from the first line that is not blank."""
        written = ""
        while line := text.readline():
            self._before += 1
            written += line.removeprefix("\ufeff")  # some programs write the mark twice
            if not written.strip(f" \r\n{_DELIMITERS}"):
                written = ""
            elif written.count('"') % 2 == 0 or self._before >= _LONGEST_HEADER:
                break
        delimiter = max(_DELIMITERS, key=lambda each: len(_cells(written, each)))
        cells = _cells(written, delimiter)
        if written and not cells:
            raise Unreadable(_("The first line must name the columns, and it does not."))
        if len(cells) > MOST_COLUMNS:
            raise too_many_columns()
        return delimiter, names_in(cells)

    def _unquoted(self, line: int) -> str:
        return _(
            "A quotation mark is not closed, or stands alone, on lines %(first)s to %(last)s. "
            "Write it twice inside a text, and put the text in quotation marks.",
            first=line,
            last=self._reader.line_num + self._before,
        )

    def _uneven(self, cells: list[str]) -> str:
        return _(
            "The row has %(found)s cells and the header %(expected)s. Put texts that hold the "
            "delimiter in quotation marks.",
            found=len(cells),
            expected=len(self.columns),
        )


def _cells(line: str, delimiter: str) -> list[str]:
    """None at all if they cannot be told apart."""
    try:
        [cells] = csv.reader([line], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        return []
    return cells
