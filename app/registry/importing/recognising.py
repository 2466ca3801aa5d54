"""What kind of file this is, going by its content: a name says nothing."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from app.lib.i18n import gettext as _
from app.registry.importing.rows import Unreadable

ZIP = b"PK\x03\x04"
_END = b"PK\x05\x06"  # of a ZIP file; an empty one begins with it
_LONGEST_DIRECTORY = 1024**2  # bytes: it is read into memory at once
# First bytes -> what people call it. Exports named .xls are often web pages or XML.
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "XLS",  # also a spreadsheet with a password
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
    b"SQLite format 3": "SQLite",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PAR1": "Parquet",
}
_MARKUP = ((b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"))


def is_spreadsheet(path: Path) -> bool:
    """XLSX, or else something that may be CSV; whatever else can be told is Unreadable by name."""
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith((ZIP, _END)):
        _refuse_other_archives(path)
        return True
    for signature, name in _FOREIGN.items():
        if start.startswith(signature):
            raise _foreign(name)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, name in _MARKUP:
        if text.startswith(beginning):
            raise _foreign(name)
    return False


def _refuse_other_archives(path: Path) -> None:
    _limit_directory(path)
    try:
        with ZipFile(path) as archive:
            members = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in members else b""
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged() from error
    if b"opendocument" in kind:
        raise _foreign("ODS")
    if "xl/workbook.bin" in members:
        raise _foreign("XLSB")
    if "word/document.xml" in members:
        raise _foreign("DOCX")
    if "[Content_Types].xml" not in members:
        raise _foreign("ZIP")


def damaged() -> Unreadable:
    return Unreadable(
        _("This spreadsheet is damaged. Open it in a spreadsheet program and save it anew as XLSX.")
    )


def _foreign(name: str) -> Unreadable:
    return Unreadable(
        _(
            "This is a file of the kind %(name)s. Open it in a spreadsheet program, save it as XLSX"
            " or as “CSV UTF-8”, and import that file.",
            name=name,
        )
    )


def _limit_directory(path: Path) -> None:
    """The list of an archive's members is as long as its author likes."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64 * 1024 - 22))
        end = file.read()
    at = end.rfind(_END)
    if at < 0 or int.from_bytes(end[at + 12 : at + 16], "little") > _LONGEST_DIRECTORY:
        raise damaged()
