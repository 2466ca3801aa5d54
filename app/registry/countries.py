"""What a country's law fixes: time zone, language, working days, and the taxpayer's number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from holidays import HolidayBase, country_holidays

from app.lib.i18n import gettext as _

Country = Literal["KG", "KZ"]


@dataclass(frozen=True)
class _Country:
    zone: str
    language: str
    tax_number_digits: int
    tax_number_name: Callable[[], str]
    has_checksum: bool


_COUNTRIES: dict[str, _Country] = {
    # No check digit of the Kyrgyz INN is published: only its length can be judged.
    "KG": _Country("Asia/Bishkek", "ky", 14, lambda: _("INN"), has_checksum=False),
    "KZ": _Country("Asia/Almaty", "kk", 12, lambda: _("BIN or IIN"), has_checksum=True),
}

_FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def zone(country: str) -> str:
    """The IANA time zone in which the country's inspectorates count their days."""
    return _COUNTRIES[country].zone


def default_language(country: str) -> str:
    return _COUNTRIES[country].language


def is_working_day(day: date, country: str) -> bool:
    """Also a Saturday that stands in for a holiday that was moved."""
    return bool(_calendar(country).is_working_day(day))


def before_working_days(today: date, days: int, country: str) -> date:
    """The newest day after which more than `days` working days have begun by the end of today."""
    day, begun = today, 0
    while True:
        begun += is_working_day(day, country)
        day -= timedelta(days=1)
        if begun > days:
            return day


def tax_number_name(country: str) -> str:
    """What people there call the number."""
    return _COUNTRIES[country].tax_number_name()


def tax_number_error(country: str, number: str) -> str | None:
    """A sentence if this cannot be a taxpayer's number of the country."""
    rules = _COUNTRIES[country]
    if len(number) == rules.tax_number_digits and number.isascii() and number.isdigit():
        return None
    return _(
        "The %(name)s has %(count)s digits and nothing else. If it comes from a spreadsheet, "
        "a zero may be missing at its start: format the column there as text.",
        name=rules.tax_number_name(),
        count=rules.tax_number_digits,
    )


def tax_number_warning(country: str, number: str) -> str | None:
    """A sentence if the check digit is wrong. Never a refusal: it misses one typo in ten."""
    if not _COUNTRIES[country].has_checksum or check_digit(number[:11]) == number[11:]:
        return None
    return _(
        "The last digit of the %(name)s does not fit the others: compare it with the document.",
        name=_COUNTRIES[country].tax_number_name(),
    )


def check_digit(head: str) -> str | None:
    """The twelfth digit of a Kazakh BIN or IIN after its first eleven; None: never issued."""
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True)) % 11
        if rest < 10:
            return str(rest)
    return None


@lru_cache
def _calendar(country: str) -> HolidayBase:
    # Only its days are read; without a language the package guesses one from the environment.
    return country_holidays(country, language="en_US")
