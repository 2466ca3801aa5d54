"""Results as CSV, for spreadsheets and programs alike."""

import csv
from collections.abc import Sequence
from dataclasses import astuple, fields
from io import StringIO

from app.lib.i18n import speaking
from app.results.figures import QuarterResult
from app.results.flat import Editions, Line, Value, lines

# A spreadsheet program takes a cell that begins like this for a formula, and runs it; in some
# languages also in full width.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(results: Sequence[QuarterResult], editions: Editions, language: str) -> bytes:
    """One line a figure, RFC 4180, in UTF-8 with a byte order mark: Excel asks for it.

    Column names and codes are the same in every language; labels are in `language`.
    """
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([column.name for column in fields(Line)])
    with speaking(language):
        writer.writerows(
            [safe(value) for value in astuple(line)] for line in lines(results, editions)
        )
    return written.getvalue().encode("utf-8-sig")


def safe(value: Value) -> Value:
    """As a cell that no program takes for a formula."""
    is_formula = isinstance(value, str) and value.startswith(_FORMULAS)
    return f"'{value}" if is_formula else value
