"""Workbooks that cannot be used, and such as were made to do harm."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from app.translations.reading import NotOurs
from tests.making.questionnaires import SMALL, shelve, write_questionnaire
from tests.making.workbooks import brought_back, exported


def _moved(book: Any) -> None:
    book["texts"].delete_cols(4)


def _without_sheet(book: Any) -> None:
    del book["texts"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [(_moved, "columns were moved"), (_without_sheet, "has no sheet 'texts'")],
)
def test_another_spreadsheet_is_refused(
    tmp_path: Path, change: Callable[[Any], None], problem: str
) -> None:
    path = shelve(tmp_path)
    workbook = exported(path)
    book = load_workbook(workbook)
    change(book)
    book.save(workbook)
    with pytest.raises(NotOurs, match=problem):
        brought_back(workbook, path)


def test_a_workbook_from_another_source_language_is_refused(tmp_path: Path) -> None:
    path = shelve(tmp_path)
    workbook = exported(path)
    write_questionnaire(tmp_path, SMALL.replace("minutes: 2", "minutes: 2\nsource: ru"))
    with pytest.raises(NotOurs, match="is from en to kk"):
        brought_back(workbook, path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no more", b"<html>"])
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = shelve(tmp_path)
    workbook = tmp_path / "kk.xlsx"
    workbook.write_bytes(content)
    with pytest.raises(NotOurs, match="is no XLSX file"):
        brought_back(workbook, path)


def test_a_bomb_and_a_damaged_sheet_are_not_opened(tmp_path: Path) -> None:
    path = shelve(tmp_path)
    workbook = tmp_path / "kk.xlsx"
    with ZipFile(workbook, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    with pytest.raises(NotOurs, match="unpacks to far more"):
        brought_back(workbook, path)
    with ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a")
    with pytest.raises(NotOurs, match="can be read"):
        brought_back(workbook, path)


def test_what_defines_xml_entities_is_not_opened(tmp_path: Path) -> None:
    path = shelve(tmp_path)
    sent = exported(path)
    hostile = tmp_path / "hostile.xlsx"
    entity = b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]>'
    with ZipFile(sent) as archive, ZipFile(hostile, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "xl/worksheets/sheet2.xml":
                head, rest = content.split(b"?>", 1)
                content = head + b"?>" + entity + rest
            copy.writestr(name, content)
    with pytest.raises(NotOurs, match="can be read"):
        brought_back(hostile, path)
