"""Files made to do harm, and files that are something else: each is refused with what to do."""

import gzip
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import DEFUSEDXML
from openpyxl.xml import functions

from app.registry.importing.opening import open_rows
from app.registry.importing.rows import Row, Unreadable
from tests.making.spreadsheets import SHEET, TEXTS, exchanged, make_xlsx, sheet_xml, texts_xml

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
INVISIBLE_COLUMNS = "".join("<c><v>1</v></c>" for _column in range(100_000))


def honest(path: Path) -> Path:
    return make_xlsx(path, [["name", "more"], ["1", "2"]])


def with_part(name: str, content: bytes | None) -> Callable[[Path], object]:
    return lambda path: exchanged(honest(path), {name: content})


def with_changed(name: str, old: bytes, new: bytes) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        honest(path)
        with zipfile.ZipFile(path) as archive:
            content = archive.read(name)
        assert old in content
        exchanged(path, {name: content.replace(old, new)})

    return make


def only(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def archive_of(*names: str, **contents: bytes) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in {**dict.fromkeys(names, b"x"), **contents}.items():
                archive.writestr(name, content)

    return make


def cut(path: Path) -> None:
    path.write_bytes(honest(path).read_bytes()[:-100])


def wrong_sum(path: Path) -> None:
    """One letter of the sheet is another than its checksum says."""
    with zipfile.ZipFile(path, "w") as archive, zipfile.ZipFile(honest(Path(f"{path}.x"))) as old:
        for name in old.namelist():
            archive.writestr(name, old.read(name))
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"</sheetData>", b"</sheetDatb>", 1))


def with_password(path: Path) -> None:
    whole = bytearray(honest(path).read_bytes())
    at = whole.find(b"PK\x01\x02")
    while at >= 0:
        whole[at + 8] |= 1
        at = whole.find(b"PK\x01\x02", at + 1)
    path.write_bytes(whole)


def longest_directory(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(6_000):
            archive.writestr(f"{'x' * 150}{number}", b"")


BOMB = sheet_xml(f'<row r="1"><c t="str"><v>{" " * 9_000_000}</v></c></row>')
HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a bomb": (with_part(SHEET, BOMB), "unpacks to far more"),
    "a bomb beside the sheet": (with_part("xl/media/a.bin", bytes(9_000_000)), "unpacks to far"),
    "a bomb of formats": (with_part("xl/styles.xml", bytes(9_000_000)), "unpacks to far more"),
    "laughs in the sheet": (with_part(SHEET, sheet_xml("&i;", LAUGHS)), "defines XML entities"),
    "laughs in the texts": (with_part(TEXTS, texts_xml("&i;", LAUGHS)), "defines XML entities"),
    "the machine's files": (with_part(SHEET, sheet_xml("&a;", OUTSIDE)), "defines XML entities"),
    "laughs in the book": (
        with_changed("xl/workbook.xml", b"<workbook ", LAUGHS.encode() + b"<workbook "),
        "damaged",
    ),
    "laughs in the formats": (
        with_changed("xl/styles.xml", b"<styleSheet ", LAUGHS.encode() + b"<styleSheet "),
        "damaged",
    ),
    "laughs in the manifest": (
        with_changed("[Content_Types].xml", b"<Types ", LAUGHS.encode() + b"<Types "),
        "damaged",
    ),
    "many columns": (
        with_part(SHEET, sheet_xml(f'<row r="1">{INVISIBLE_COLUMNS}</row>')),
        "more than 1000 columns",
    ),
    "columns far out": (
        with_part(SHEET, sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
        "more than 1000 columns",
    ),
    "an endless tag": (
        with_part(SHEET, sheet_xml(f'<row r="1" x="{"".join(map(str, range(300_000)))}"/>')),
        "damaged",
    ),
    "macros": (with_part("xl/vbaProject.bin", b"x"), "macros"),
    "macros by kind": (
        with_changed(
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
        "macros",
    ),
    "links to other files": (with_part("xl/externalLinks/externalLink1.xml", b"x"), "other files"),
    "a formula for a name": (
        lambda path: make_xlsx(path, [["name", '="na"&"me"'], ["1", "2"]]),
        "B1: Cell B1 holds a formula",
    ),
    "a password": (with_password, "password"),
    "no sheet": (with_part(SHEET, None), "damaged"),
    "a sheet that is no XML": (with_part(SHEET, b"name,more"), "damaged"),
    "a file cut short": (cut, "damaged"),
    "a wrong checksum": (wrong_sum, "damaged"),
    "an empty archive": (only(b"PK\x05\x06" + bytes(18)), "kind ZIP"),
    "a long list of members": (longest_directory, "damaged"),
    "XLS": (only(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "kind XLS"),
    "XLSB": (archive_of("xl/workbook.bin", "[Content_Types].xml"), "kind XLSB"),
    "ODS": (
        archive_of("content.xml", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "kind ODS",
    ),
    "DOCX": (archive_of("word/document.xml", "[Content_Types].xml"), "kind DOCX"),
    "ZIP": (archive_of("register.csv"), "kind ZIP"),
    "PDF": (only(b"%PDF-1.7 ..."), "kind PDF"),
    "GZIP": (only(gzip.compress(b"a,b\n1,2\n")), "kind GZIP"),
    "a web page named XLS": (only(b"\xef\xbb\xbf \n<HTML><table>"), "kind HTML"),
    "XML": (only(b'<?xml version="1.0"?><Workbook/>'), "kind XML"),
    "a picture": (only(b"\x89PNG\r\n\x1a\n" + bytes(64)), "kind PNG"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_with_a_cure(tmp_path: Path, case: str) -> None:
    make, said = HOSTILE[case]
    path = tmp_path / "register.csv"  # whatever it is called: its content decides
    make(path)
    with pytest.raises(Unreadable, match=said), open_rows(path) as rows:
        list(rows)


def test_a_spreadsheet_is_read_whatever_its_name(tmp_path: Path) -> None:
    with open_rows(honest(tmp_path / "register.csv")) as rows:
        assert list(rows) == [Row(2, ["1", "2"])]


def test_a_text_file_has_no_sheet(tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_text("a,b\n1,2\n")
    with pytest.raises(Unreadable, match="no spreadsheet"):
        open_rows(tmp_path / "register.xlsx", "July")


def test_openpyxl_reads_foreign_xml_through_defusedxml() -> None:
    assert DEFUSEDXML
    assert functions.fromstring.__module__.startswith("defusedxml")
    assert functions.iterparse.__module__.startswith("defusedxml")


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    """Were its sixty megabytes ever unpacked, this would show it."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(honest(path), "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/media/a.bin", bytes(60_000_000))
    code = (
        "import re, sys; from pathlib import Path;"
        "from app.registry.importing.opening import open_rows;"
        "from app.registry.importing.rows import Unreadable\n"
        "def most():"
        r" return int(re.search(r'VmHWM:\s+([0-9]+)', Path('/proc/self/status').read_text())[1])"
        "\n"
        "before = most()\n"
        "try: open_rows(Path(sys.argv[1]))\n"
        "except Unreadable: print(most() - before)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    assert int(ran.stdout) < 30_000  # kilobytes
