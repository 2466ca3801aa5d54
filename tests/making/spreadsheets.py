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


def make_long_xlsx(path: Path, rows: int) -> Path:
    """Three columns of texts that are all different. Written piece by piece, as it is read."""
    make_xlsx(path, [["act_number", "business_name", "email"]])
    with ZipFile(path) as old:
        others = {name: old.read(name) for name in old.namelist() if name not in (SHEET, TEXTS)}
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in others.items():
            new.writestr(name, content)
        with new.open(TEXTS, "w", force_zip64=True) as member:
            head, end = texts_xml("|").split(b"|")
            member.write(head + b"<si><t>act_number</t></si>")
            member.write(b"<si><t>business_name</t></si><si><t>email</t></si>")
            for n in range(rows):
                texts = (f"KG-{n}", f"Ишкана {n}", f"owner-{n}@mail.example")
                member.write("".join(f"<si><t>{text}</t></si>" for text in texts).encode())
            member.write(end)
        with new.open(SHEET, "w", force_zip64=True) as member:
            head, end = sheet_xml("|").split(b"|")
            member.write(head)
            for n in range(rows + 1):
                cells = "".join(f'<c t="s"><v>{3 * n + k}</v></c>' for k in range(3))
                member.write(f'<row r="{n + 1}">{cells}</row>'.encode())
            member.write(end)
    return path
