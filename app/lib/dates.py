"""Dates and quarters as official letters write them; CLDR's forms differ in Kyrgyz and Kazakh."""

from datetime import date, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from app.lib.i18n import spoken
from app.lib.quarters import Quarter

# The grammar around a date decides its ending: "on 17 December", "until 31 December".
Case = Literal["plain", "on", "until"]

_KY_MONTHS = (
    "январы", "февралы", "марты", "апрели", "майы", "июну",
    "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры",
)  # fmt: skip
_KY_ENDINGS = {
    "plain": {"ы": "", "и": "", "у": ""},
    "on": {"ы": "нда", "и": "нде", "у": "нда"},
    "until": {"ы": "на", "и": "не", "у": "на"},
}
_KK_MONTHS = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
    "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
)  # fmt: skip
_KK_ON = ("да", "да", "да", "де", "да", "да", "де", "да", "те", "да", "да", "да")
_KK_UNTIL = ("ға", "ға", "ға", "ге", "ға", "ға", "ге", "ға", "ке", "ға", "ға", "ға")
_ROMAN = ("I", "II", "III", "IV")


def official(day: date, case: Case = "plain") -> str:
    """2026-жылдын 17-декабры · 2026 жылғы 17 желтоқсан · 17 декабря 2026 года · 17 December 2026"""
    match spoken():
        case "ky":
            month = _KY_MONTHS[day.month - 1]
            return f"{day.year}-жылдын {day.day}-{month}{_KY_ENDINGS[case][month[-1]]}"
        case "kk":
            return f"{day.year} жылғы {day.day} {_KK_MONTHS[day.month - 1]}{_kk_ending(day, case)}"
        case "ru":
            return f"{_cldr(day, 'ru')} года"
        case _:
            return _cldr(day, "en")


def quarter_name(quarter: Quarter) -> str:
    """2026-жылдын 3-чейреги · 2026 жылғы III тоқсан · III квартал 2026 года · Q3 2026"""
    roman = _ROMAN[quarter.number - 1]
    match spoken():
        case "ky":
            return f"{quarter.year}-жылдын {quarter.number}-чейреги"
        case "kk":
            return f"{quarter.year} жылғы {roman} тоқсан"
        case "ru":
            return f"{roman} квартал {quarter.year} года"
        case _:
            return f"Q{quarter.number} {quarter.year}"


def quarter_short(quarter: Quarter) -> str:
    """For the axis of a chart, in every language: III 2026"""
    return f"{_ROMAN[quarter.number - 1]} {quarter.year}"


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a moment where the inspectorate is."""
    return moment.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=1000)  # four in each letter, a fifth of the time that composing one takes
def _cldr(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)


def _kk_ending(day: date, case: Case) -> str:
    endings = {"plain": ("",) * 12, "on": _KK_ON, "until": _KK_UNTIL}
    return endings[case][day.month - 1]
