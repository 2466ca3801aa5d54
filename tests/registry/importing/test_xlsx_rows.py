"""Spreadsheets: dates and numbers as a person sees them, and nothing that cannot be relied on."""

from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.registry.importing.rows import Broken, Row, Unreadable, Unsure
from app.registry.importing.xlsx_rows import XlsxRows
from tests.making.spreadsheets import (
    SHEET,
    TEXTS,
    Value,
    exchanged,
    make_xlsx,
    sheet_xml,
    texts_xml,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register.xlsx"


def read(path: Path, sheet: str | None = None) -> tuple[list[str], list[Row | Broken]]:
    with XlsxRows(path, sheet) as rows:
        return rows.columns, list(rows)


def cell_of(path: Path, value: Value) -> object:
    _columns, [row] = read(make_xlsx(path, [["name", "beside"], [value, "x"]]))
    assert isinstance(row, Row)
    return row.cells[0]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Ала-Тоо", "Ала-Тоо"),
        ("0012", "0012"),
        ("a_x000D_b", "a_x000D_b"),
        (217, "217"),
        (217.0, "217"),
        (12345678901234, "12345678901234"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (None, ""),
        (date(2026, 7, 20), date(2026, 7, 20)),
        (datetime(2026, 7, 20, 15, 30), date(2026, 7, 20)),  # noqa: DTZ001
    ],
)
def test_a_cell_reads_as_it_is_seen(file: Path, value: Value, cell: object) -> None:
    assert cell_of(file, value) == cell


@pytest.mark.parametrize(
    ("value", "remedy"),
    [("=1+1", "Cell A2 holds a formula"), (1234567890123456789, "cut the last digits")],
)
def test_what_cannot_be_relied_on_says_so(file: Path, value: Value, remedy: str) -> None:
    cell = cell_of(file, value)
    assert isinstance(cell, Unsure)
    assert remedy in cell.remedy


@pytest.mark.parametrize(
    ("cells", "remedy"),
    [
        ('<c r="A2" t="e"><v>#N/A</v></c>', "holds an error"),
        ('<c r="A2" t="s"><v>99</v></c>', "cannot be read"),
        ('<c r="A2"><v>a lot</v></c>', "cannot be read"),
        ('<c r="A2" t="d"><v>soon</v></c>', "cannot be read"),
        ('<c r="A2"><v>inf</v></c>', "cut the last digits"),
    ],
)
def test_a_damaged_cell_costs_its_row_only(file: Path, cells: str, remedy: str) -> None:
    named = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    after = '<row r="3"><c r="A3" t="inlineStr"><is><t>whole</t></is></c></row>'
    make_xlsx(file, [["name"]])
    exchanged(file, {SHEET: sheet_xml(f'{named}<row r="2">{cells}</row>{after}')})
    _columns, [damaged, whole] = read(file)
    assert isinstance(damaged, Row)
    [cell] = damaged.cells
    assert isinstance(cell, Unsure)
    assert remedy in cell.remedy
    assert whole == Row(3, ["whole"])


def test_rows_have_the_numbers_of_the_sheet_and_blank_ones_are_passed_over(file: Path) -> None:
    make_xlsx(file, [[None], ["name", "more"], [None], ["one"], ["", " "], [None, "two"]])
    assert read(file) == (
        ["name", "more"],
        [Row(4, ["one", ""]), Row(5, ["", " "]), Row(6, ["", "two"])],
    )


def test_the_first_sheet_is_read_or_the_one_that_is_named(file: Path) -> None:
    make_xlsx(file, [["first"], ["1"]], Акты=[["second"], ["2"]])
    assert read(file)[0] == ["first"]
    assert read(file, "Акты")[0] == ["second"]
    with pytest.raises(Unreadable, match="It has: Register, Акты"):
        read(file, "July")


def test_how_a_text_is_pronounced_is_no_part_of_it(file: Path) -> None:
    make_xlsx(file, [["name"]])
    text = "<si><r><t>На</t></r><r><t>звание</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
    exchanged(file, {TEXTS: texts_xml(text)})
    assert read(file)[0] == ["Название"]


def test_days_are_counted_from_1904_where_the_book_says_so(file: Path) -> None:
    make_xlsx(file, [["name"], [date(2026, 7, 20)]])
    with ZipFile(file) as archive:
        book = archive.read("xl/workbook.xml")
    exchanged(
        file, {"xl/workbook.xml": book.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')}
    )
    assert read(file)[1] == [Row(2, [date(2030, 7, 21)])]


def test_a_sheet_that_is_damaged_in_the_middle_is_refused_before_its_first_row(file: Path) -> None:
    make_xlsx(file, [["name"], ["1"]])
    exchanged(file, {SHEET: sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row>')})
    with pytest.raises(Unreadable, match="damaged"):
        read(file)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="9"/><row r="3"/>',
        '<row r="99999999"/>',
        '<row r="-1"/>',
        '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="ABCD2"><v>1</v></c></row>',
    ],
)
def test_a_sheet_whose_order_is_broken_ends_there_and_says_so(file: Path, rows: str) -> None:
    named = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    make_xlsx(file, [["name"]])
    exchanged(file, {SHEET: sheet_xml(named + rows)})
    try:
        _columns, [*_rows, last] = read(file)
    except Unreadable as refused:
        assert "damaged" in str(refused)
    else:
        assert isinstance(last, Broken)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).filter(
    lambda text: not text.startswith("=") and "_x" not in text and text not in ("\ufffe", "\uffff")
)
VALUE = TEXT | st.integers(-(10**14), 10**14) | st.dates(date(1901, 1, 1), date(2100, 1, 1))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(VALUE, min_size=2, max_size=2), max_size=5))
def test_whatever_a_spreadsheet_holds_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[Value]]
) -> None:
    path = make_xlsx(tmp_path_factory.getbasetemp() / "any.xlsx", [["one", "two"], *table])
    expected = [[str(cell) if isinstance(cell, int) else cell for cell in row] for row in table]
    rows = [row.cells for row in read(path)[1] if isinstance(row, Row)]
    assert rows == [row for row in expected if any(cell != "" for cell in row)]
