"""Every form of CSV that spreadsheets and old systems write."""

import codecs
import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.registry.importing.csv_rows import CsvRows
from app.registry.importing.rows import Broken, Row, Unreadable

TABLE = [
    ["Номер акта", "Название", "Вид"],
    ["Т-17", "ОсОО «Ала-Тоо»; магазин, склад\tи кафе", "Плановая проверка"],
    ["Т-18", "ЧП Садыков\nвторая строка", "Внеплановая проверка"],
    ["Т-19", 'ИП "Бета"', "Камеральная проверка"],
]
ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8 with a mark": ("utf-8", codecs.BOM_UTF8),
    "utf-8 with two marks": ("utf-8", codecs.BOM_UTF8 * 2),
    "utf-16, little end first": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16, big end first": ("utf-16-be", codecs.BOM_UTF16_BE),
    "cp1251": ("cp1251", b""),
}


def written(table: list[list[str]], delimiter: str = ",", newline: str = "\n") -> str:
    text = StringIO()
    # In quotation marks: the writer sees no need for them where another line end stands inside.
    writer = csv.writer(text, csv.excel, delimiter=delimiter, lineterminator=newline, quoting=1)
    writer.writerows(table)
    return text.getvalue()


def rows_of(path: Path, content: bytes) -> tuple[list[str], list[Row | Broken]]:
    path.write_bytes(content)
    with CsvRows(path) as rows:
        return rows.columns, list(rows)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register.csv"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_separator_and_line_end_gives_the_same_rows(
    file: Path, encoding: str, delimiter: str, newline: str
) -> None:
    codec, mark = ENCODINGS[encoding]
    columns, rows = rows_of(file, mark + written(TABLE, delimiter, newline).encode(codec))
    assert columns == TABLE[0]
    assert rows == [Row(number, cells) for number, cells in zip((2, 3, 5), TABLE[1:], strict=True)]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "CSV, UTF-8"), ("utf-16", "CSV, UTF-16"), ("cp1251", "CSV, Windows-1251")],
)
def test_it_is_said_what_the_file_was_read_as(file: Path, encoding: str, said: str) -> None:
    file.write_bytes(written(TABLE).encode(encoding))
    with CsvRows(file) as rows:
        assert rows.form == said


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "iso8859-5", "mac-cyrillic"])
def test_another_cyrillic_encoding_is_refused_and_never_read_as_gibberish(
    file: Path, encoding: str
) -> None:
    table = [[cell.replace("«", '"').replace("»", '"') for cell in row] for row in TABLE]
    with pytest.raises(Unreadable, match="Line 1 is in an encoding that cannot be told"):
        rows_of(file, written(table).encode(encoding))


@pytest.mark.parametrize(
    "content",
    [
        "Straße;Größe\nMüller;Köln\n".encode("cp1252"),
        "Проверка;x\n".encode() + "Проверка;x\n".encode("cp1251"),
        b"\xef\xbb\xbf" + "Проверка;x\n".encode("cp1251"),
        b"name\n\xff\x98\n",
        b"\xff\xfea",  # half a letter
    ],
    ids=["cp1252", "two in one file", "a mark of utf-8 before cp1251", "no text", "cut short"],
)
def test_what_cannot_be_told_is_refused(file: Path, content: bytes) -> None:
    with pytest.raises(Unreadable, match="CSV UTF-8"):
        rows_of(file, content)


@pytest.mark.parametrize("content", [b"a,b\n1,\x002\n", "a,b\n1,2\n".encode("utf-16-le")])
def test_a_nul_is_no_text(file: Path, content: bytes) -> None:
    with pytest.raises(Unreadable, match="NUL"):
        rows_of(file, content)


def test_a_million_columns_are_no_register(file: Path) -> None:
    with pytest.raises(Unreadable, match=r"never ends|more than 1000 columns"):
        rows_of(file, b"a," * 1_000_000 + b"\n")
    with pytest.raises(Unreadable, match="more than 1000 columns"):
        rows_of(file, b"a," * 400_000 + b"\n")


def test_blank_lines_count_and_are_passed_over(file: Path) -> None:
    columns, rows = rows_of(file, b"\r\n;;;\r\na;b;;\r\n\r\n1;2;;\r\n;;;\r\n3;4;;\r\n")
    assert columns == ["a", "b"]
    assert rows == [Row(5, ["1", "2"]), Row(7, ["3", "4"])]


def test_names_of_columns_may_stand_on_several_lines(file: Path) -> None:
    columns, rows = rows_of(file, '"Номер\nакта";Дата\n1;2\n'.encode())
    assert columns == ["Номер акта", "Дата"]
    assert rows == [Row(3, ["1", "2"])]


def test_a_column_without_a_name_gets_its_number(file: Path) -> None:
    assert rows_of(file, b"a;;b\n1;2;3\n")[0] == ["a", "[2]", "b"]


CELL = st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), max_size=20)


@settings(deadline=None)
@given(
    table=st.lists(st.tuples(CELL, CELL), max_size=8),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    table: list[tuple[str, str]],
    delimiter: str,
    encoding: str,
) -> None:
    text = written([["one", "two"], *map(list, table)], delimiter)
    path = tmp_path_factory.getbasetemp() / "any.csv"
    _columns, rows = rows_of(path, text.encode(encoding))
    assert [tuple(row.cells) for row in rows if isinstance(row, Row)] == [
        row for row in table if any(row)
    ]


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    try:
        columns, rows = rows_of(path, content)
    except Unreadable as refused:
        assert str(refused)
    else:
        assert all(len(row.cells) == len(columns) for row in rows if isinstance(row, Row))
