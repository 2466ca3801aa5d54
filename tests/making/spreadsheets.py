"""Spreadsheets for tests: honest ones by xlsxwriter, and the same with a part exchanged."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

Value = str | int | float | bool | date | datetime | None

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"


def make_xlsx(
    path: Path, rows: Sequence[Sequence[Value]], **others: Sequence[Sequence[Value]]
) -> Path:
    """`rows` are the first sheet's; `others` more sheets, by name. A text with "=" is a formula."""
    with Workbook(path, {"remove_timezone": True}) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, table in {"Register": rows, **others}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(table):
                for column, value in enumerate(row):
                    if isinstance(value, date | datetime):
                        sheet.write_datetime(number, column, value, day)
                    elif isinstance(value, str) and not value.startswith("="):
                        sheet.write_string(number, column, value)
                    elif value is not None:
                        sheet.write(number, column, value)
    return path


def exchanged(path: Path, parts: Mapping[str, bytes | None]) -> Path:
    """The spreadsheet with these members in place of its own; None takes one away."""
    with ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name, content in {**members, **parts}.items():
            if content is not None:
                new.writestr(name, content)
    return path


def sheet_xml(rows: str, prolog: str = "") -> bytes:
    """A sheet written by hand; `rows` are <row> elements."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}'
    return f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def texts_xml(texts: str, prolog: str = "") -> bytes:
    """A table of texts written by hand; `texts` are <si> elements."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}'
    return f'{head}<sst xmlns="{_MAIN}">{texts}</sst>'.encode()
