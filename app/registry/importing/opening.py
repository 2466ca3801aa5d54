"""Opening a register, whatever its format."""

from pathlib import Path

from app.lib.i18n import gettext as _
from app.registry.importing.csv_rows import CsvRows
from app.registry.importing.recognising import is_spreadsheet
from app.registry.importing.rows import Rows, Unreadable
from app.registry.importing.xlsx_rows import XlsxRows


def open_rows(path: Path, sheet: str | None = None) -> Rows:
    """CSV or XLSX by its content; Unreadable says what to do with anything else."""
    if is_spreadsheet(path):
        return XlsxRows(path, sheet)
    if sheet is not None:
        raise Unreadable(_("This file is no spreadsheet: it has no sheet to choose."))
    return CsvRows(path)
