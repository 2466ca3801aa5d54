"""What is entered about an inspection: a form, a body of the API, a row of a file."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from sqlmodel import SQLModel

from app.lib.i18n import gettext as _

MOST_CHARACTERS = {"act_number": 40, "licence_number": 40, "business_name": 300, "inspector": 120}
NOT_YET = "no"  # written where the date of handing over would stand
REQUIRED = (
    "act_number",
    "act_date",
    "started_on",
    "finished_on",
    "kind",
    "region",
    "outcome",
    "business_name",
)
NUMBERS = ("tax_number", "licence_number")  # one of them is needed; with both it goes by the first
DAYS = ("act_date", "started_on", "finished_on", "handed_over_on")

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


class InspectionFields(SQLModel):
    """Either `email` or `no_email_reason`; without `language` the country's usual one counts.

    A business is known by its tax number; one that has none, by its licence number. Without
    `handed_over_on` the act was handed over on its own day, unless it is on record with another;
    "no": it has not been handed over yet.
    """

    act_year: int
    act_number: str
    act_date: date
    started_on: date
    finished_on: date
    kind: str
    region: str
    outcome: str
    tax_number: str | None = None
    licence_number: str | None = None
    business_name: str
    email: str | None = None
    no_email_reason: str | None = None
    language: str | None = None
    handed_over_on: date | Literal["no"] | None = None
    inspector: str = ""


NAMES = tuple(InspectionFields.model_fields)


def from_text(text: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Values, and sentences about what could not be read, by field; unknown names are ignored.

    Dates are written 2026-07-31 or 31.07.2026. `act_year` left out is the year of `act_date`.
    """
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name in NAMES:
        if not (cell := text.get(name)) or not (written := tidy(cell)):
            continue
        try:
            values[name] = _READERS[name](written) if name in _READERS else written
        except ValueError as error:
            faults[name] = str(error)
    if "act_date" in values and not {"act_year"} & (values.keys() | faults.keys()):
        values["act_year"] = values["act_date"].year
    return values, faults


def tidy(written: str) -> str:
    """On one line, in Unicode's NFC, without blanks around it or doubled inside."""
    line = " ".join(written.split())
    return line if line.isascii() else unicodedata.normalize("NFC", line)


@lru_cache(maxsize=4096)  # a register names few days, many times
def read_day(written: str) -> date:
    if match := _ISO.fullmatch(written):
        year, month, day = match.groups()
    elif match := _DOTTED.fullmatch(written):
        day, month, year = match.groups()
    else:
        raise ValueError(_("Write the date as 2026-07-31 or 31.07.2026."))
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(_("There is no such day in the calendar.")) from error


def _day_or_not_yet(written: str) -> date | str:
    return NOT_YET if written.lower() == NOT_YET else read_day(written)


def _year(written: str) -> int:
    if re.fullmatch(r"[0-9]{4}", written) is None:
        raise ValueError(_("Write the year with four digits, such as 2026."))
    return int(written)


_READERS: dict[str, Callable[[str], Any]] = {
    "act_year": _year,
    **dict.fromkeys(DAYS, read_day),
    "handed_over_on": _day_or_not_yet,
}
