"""The rows of a CSV register, one at a time, each with the line it begins on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from app.lib.i18n import gettext as _
from app.registry.fields import NAMES, NUMBERS, REQUIRED

LONGEST_LINE = 1_000_000
_AFTER_HEADER = 2  # the line on which the reader, which never saw the header, begins
_DELIMITERS = ",;\t"
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX and ODS are ZIP files; XLS is OLE
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(ValueError):
    """Nothing of this file can be taken; the text says what to do with it."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int  # of the file, its header being line 1
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be told apart into cells."""

    line: int
    remedy: str


class CsvRows:
    """An open register. Looked through once for its encoding, so that no half of it is taken."""

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self._file: BinaryIO = path.open("rb")
        try:
            _look_through(self._file)
            self._file.seek(0)
            text = TextIOWrapper(self._file, encoding="utf-8-sig", newline="")
            delimiter, self._names = _header(text.readline())
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
        """Bytes read so far, of `size`."""
        return self._file.tell()

    def __iter__(self) -> Iterator[Row | Broken]:
        while True:
            line = self._reader.line_num + _AFTER_HEADER
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield Broken(line, self._unquoted(line))
                continue
            if not any(cells):
                continue
            if len(cells) == len(self._names):
                yield Row(line, dict(zip(self._names, cells, strict=True)))
            else:
                yield Broken(line, self._uneven(cells))

    def _unquoted(self, line: int) -> str:
        return _(
            "A quotation mark is not closed, or stands alone, on lines %(first)s to %(last)s. "
            "Write it twice inside a text, and put the text in quotation marks.",
            first=line,
            last=self._reader.line_num + _AFTER_HEADER - 1,
        )

    def _uneven(self, cells: list[str]) -> str:
        return _(
            "The row has %(found)s cells and the header %(expected)s. Put texts that hold the "
            "delimiter in quotation marks.",
            found=len(cells),
            expected=len(self._names),
        )


def _look_through(file: BinaryIO) -> None:
    start = file.read(4)
    if start.startswith(_SPREADSHEETS):
        raise Unreadable(_("This is a spreadsheet. Save it as “CSV UTF-8” and import that file."))
    if start.startswith(_UTF16):
        raise Unreadable(_("The file is in UTF-16. Save it as “CSV UTF-8” and import that file."))
    file.seek(0)
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        try:
            line.decode()
        except UnicodeDecodeError as error:
            raise Unreadable(
                _(
                    "Line %(line)s is not in UTF-8. Save the register as “CSV UTF-8” and import "
                    "that file.",
                    line=number,
                )
            ) from error
        if len(line) == LONGEST_LINE:
            raise Unreadable(_("Line %(line)s never ends: this is no register.", line=number))


def _header(line: str) -> tuple[str, list[str]]:
    """The delimiter and the names of the columns."""
    line = line.removeprefix("\ufeff")  # some programs write the mark twice
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        [cells] = csv.reader([line], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError) as error:
        raise Unreadable(_("The first line must name the columns, and it does not.")) from error
    names = [cell.strip().lower() for cell in cells]
    fault = _fault_in_header(names)
    if fault:
        raise Unreadable(fault)
    return delimiter, names


def _fault_in_header(names: list[str]) -> str | None:
    unknown = [name for name in names if name not in NAMES]
    missing = [name for name in REQUIRED if name not in names]
    if not set(NUMBERS) & set(names):
        missing.append(NUMBERS[0])
    if unknown or missing:
        return _(
            "The first line must name the columns. Unknown: %(unknown)s. Missing: %(missing)s. "
            "Rename or remove the unknown ones; possible are %(possible)s.",
            unknown=", ".join(unknown) or "-",
            missing=", ".join(missing) or "-",
            possible=", ".join(NAMES),
        )
    if len(set(names)) < len(names):
        return _("A column stands twice in the first line.")
    return None
