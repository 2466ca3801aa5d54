"""A workbook that came back from a translator: its rows, or why it cannot be used.

It comes from outside: nothing in it is computed, and nothing large is unpacked.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from app.translations.sheet import DIGEST, MOST_ROWS, PLACE, TEXTS, language_in

_LARGEST = 20 * 1024**2  # bytes, unpacked; a questionnaire's workbook has 100 KB


class NotOurs(ValueError):
    """The text says what the file is not."""


@dataclass(frozen=True)
class Row:
    number: int  # in the sheet
    place: str
    digest: str  # of the source that the translator saw
    translation: str | None  # None: a formula, a number or a date stands there
    remark: str


@dataclass(frozen=True)
class Sheet:
    source: str
    language: str
    rows: list[Row]


def read_workbook(path: Path) -> Sheet:
    try:
        _refuse_bomb(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features that are not read
            book = load_workbook(path, read_only=True, keep_links=False)
        try:
            return _sheet(path, book)
        finally:
            book.close()
    except NotOurs:
        raise
    except Exception as error:  # its parsers raise whatever damaged XML makes them stumble over
        raise NotOurs(f"{path} is no XLSX file that can be read. Save it as XLSX again.") from error


def _refuse_bomb(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except BadZipFile as error:
        raise NotOurs(f"{path} is no XLSX file. Save it as XLSX.") from error
    if size > _LARGEST:
        raise NotOurs(f"{path} unpacks to far more than a translation, and was not opened.")


def _sheet(path: Path, book: Any) -> Sheet:
    if TEXTS not in book.sheetnames:
        raise NotOurs(f"{path} has no sheet {TEXTS!r}: `pikir i18n export` makes one that has.")
    rows = book[TEXTS].iter_rows(max_row=MOST_ROWS)
    header = [_text(cell) or "" for cell in next(rows, ())]
    while header and not header[-1]:
        header.pop()
    languages = language_in(header)
    if languages is None:
        raise NotOurs(f"{path}: columns were moved or renamed. Export it again and copy the words.")
    found = [_row(number, cells, len(header)) for number, cells in enumerate(rows, start=2)]
    return Sheet(*languages, [row for row in found if row.place])


def _row(number: int, cells: tuple[Any, ...], columns: int) -> Row:
    words = [_text(cell) for cell in cells[:columns]]
    words += [""] * (columns - len(words))
    return Row(number, words[PLACE] or "", words[DIGEST] or "", words[-2], words[-1] or "")


def _text(cell: Any) -> str | None:
    """Without formulas, numbers and dates: None, so that nobody guesses what was meant."""
    if cell.value is None:
        return ""
    is_text = isinstance(cell.value, str) and cell.data_type in ("s", "inlineStr", "str")
    return cell.value.strip() if is_text else None
