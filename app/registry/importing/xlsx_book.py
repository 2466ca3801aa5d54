"""An XLSX file that may have been made to do harm: looked over as a whole, then opened.

XLSX is XML in a ZIP file, and either can be a bomb. What is small (the list of sheets, the formats
of dates) openpyxl reads, through defusedxml; what is large is streamed by xlsx_xml.py.
"""

import warnings
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from openpyxl.packaging.relationship import get_rels_path
from openpyxl.reader.excel import ExcelReader, _find_workbook_part
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_STYLE, SHARED_STRINGS

from app.lib.i18n import gettext as _
from app.registry.importing.recognising import damaged
from app.registry.importing.rows import Unreadable

MOST_INFLATED = 3 * 1024**3  # bytes in all: a million rows of twenty columns have about one
_MOST_RATIO = 200  # of inflated to packed; sheets that repeat themselves reach some fifty
_SMALL = 8 * 1024**2  # bytes: parts up to this size may be as repetitive as they like
_MOST_MEMBERS = 5_000


class Book(ExcelReader):  # type: ignore[misc]
    """Its sheets by name, and which numbers of them are dates. No sheet is read here."""

    sheets: dict[str, str]  # name -> member of the archive, in the order of the book
    strings: str | None  # the member that holds the texts of all sheets

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        try:
            super().__init__(self._file, read_only=True, keep_links=False)
            _look_over(self.archive)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about features that no register needs
                self._open()
        except Unreadable:
            self.close()
            raise
        except Exception as error:  # its parsers raise whatever damaged XML makes them stumble over
            self.close()
            raise damaged() from error

    def _open(self) -> None:
        self._limit(ARC_CONTENT_TYPES)
        self.read_manifest()
        _refuse_macros(self)
        workbook = _find_workbook_part(self.package).PartName[1:]
        self._limit(workbook, get_rels_path(workbook), ARC_STYLE)
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        sheets = {sheet.name: rel for sheet, rel in self.parser.find_sheets()}
        self.sheets = {
            name: rel.target
            for name, rel in sheets.items()
            if "worksheet" in rel.Type and rel.target in self.valid_files
        }
        strings = self.package.find(SHARED_STRINGS)
        self.strings = strings.PartName[1:] if strings else None

    @property
    def dates(self) -> set[int]:
        """Numbers of the cell styles that show a date."""
        found: set[int] = self.wb._date_formats - self.wb._timedelta_formats
        return found

    @property
    def epoch(self) -> datetime:
        day: datetime = self.wb.epoch
        return day

    def sheet(self, name: str | None) -> str:
        """The member of the archive that holds the sheet of that name; the first one's for None."""
        if not self.sheets:
            raise damaged()
        if name is None:
            return next(iter(self.sheets.values()))
        if name in self.sheets:
            return self.sheets[name]
        raise Unreadable(
            _(
                "There is no sheet “%(name)s” in this file. It has: %(sheets)s.",
                name=name[:40],
                sheets=", ".join(each[:40] for each in list(self.sheets)[:20]),
            )
        )

    def close(self) -> None:
        self._file.close()

    def _limit(self, *members: str) -> None:
        """openpyxl reads these into memory as a whole."""
        for name in set(members) & set(self.valid_files):
            if self.archive.getinfo(name).file_size > _SMALL:
                raise _bomb()


def _look_over(archive: ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(_("The spreadsheet has a password. Save it without one."))
    if any("vbaProject" in name for name in names):
        raise _macros()
    if any("externalLink" in name for name in names):
        raise Unreadable(
            _(
                "The spreadsheet takes values from other files. Break these links (in Excel: Data,"
                " Edit links), or save the sheet as “CSV UTF-8”, and import that file."
            )
        )
    if len(members) > _MOST_MEMBERS or _is_bomb(members):
        raise _bomb()


def _bomb() -> Unreadable:
    return Unreadable(
        _(
            "This file unpacks to far more than a register holds, and was not opened. Save the"
            " register as “CSV UTF-8” and import that file."
        )
    )


def _is_bomb(members: list[ZipInfo]) -> bool:
    """By the declared sizes, beyond which nothing is ever unpacked: ZipFile stops there."""
    return sum(member.file_size for member in members) > MOST_INFLATED or any(
        member.file_size > _SMALL and member.file_size > _MOST_RATIO * member.compress_size
        for member in members
    )


def _refuse_macros(book: ExcelReader) -> None:
    kinds = [*book.package.Override, *book.package.Default]
    if any("macroEnabled" in (kind.ContentType or "") for kind in kinds):
        raise _macros()


def _macros() -> Unreadable:
    return Unreadable(
        _("The spreadsheet holds macros. Save it as XLSX without them, and import that file.")
    )
