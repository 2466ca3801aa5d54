"""Forms of dates as a column map writes them: MM/DD/YYYY, D.M.YY, YYYY-MM-DD hh:mm:ss."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from app.lib.i18n import gettext as _

_PARTS = {
    "YYYY": r"(?P<Y>[0-9]{4})",
    "YY": r"(?P<y>[0-9]{2})",
    "MM": r"(?P<M>[0-9]{2})",
    "M": r"(?P<M>[0-9]{1,2})",
    "DD": r"(?P<D>[0-9]{2})",
    "D": r"(?P<D>[0-9]{1,2})",
    "hh": r"[0-9]{1,2}",  # the hour of an act does not matter
    "mm": r"[0-9]{2}",
    "ss": r"[0-9]{2}(?:\.[0-9]+)?",
}
_PART = re.compile("YYYY|YY|MM|M|DD|D|hh|mm|ss")
_LONGEST = 30
USUAL = ("DD.MM.YYYY", "MM/DD/YYYY", "DD/MM/YYYY", "YYYY-MM-DD hh:mm:ss")  # offered on the page


def faults_in_forms(forms: Sequence[str]) -> dict[str, str]:
    """Form -> sentence. Two forms must not read one text as two different days."""
    faults = {
        f"dates.{form}": _(
            "Write each form with a year (YYYY or YY), a month (MM or M) and a day (DD or D), such"
            " as MM/DD/YYYY."
        )
        for form in forms
        if not _is_whole(form)
    }
    seen: dict[str, str] = {}
    for form in forms:
        other = seen.setdefault(_PART.sub("0", form), form)
        if _order(other) != _order(form):
            faults[f"dates.{form}"] = _(
                "%(one)s and %(other)s read the same text as different days. Keep one of them.",
                one=other,
                other=form,
            )
    return faults


def reader_of(forms: Sequence[str]) -> Callable[[str], str]:
    """From a text in one of the forms to 2026-07-31; ValueError says what is wrong with it."""
    patterns = [_pattern(form) for form in forms]

    @lru_cache(maxsize=4096)  # a register names few days, many times
    def read(written: str) -> str:
        for pattern in patterns:
            if found := pattern.fullmatch(written):
                return _day(found.groupdict())
        raise ValueError(_("Write the date as %(forms)s.", forms=" / ".join(forms)))

    return read


def _order(form: str) -> list[str]:
    return [part[0][0] for part in _PART.finditer(form) if part[0][0] in "YMD"]


def _is_whole(form: str) -> bool:
    return len(form) <= _LONGEST and sorted(_order(form)) == ["D", "M", "Y"]


def _pattern(form: str) -> re.Pattern[str]:
    written, at = "", 0
    for part in _PART.finditer(form):
        written += re.escape(form[at : part.start()]) + _PARTS[part[0]]
        at = part.end()
    return re.compile(written + re.escape(form[at:]))


def _day(parts: dict[str, str]) -> str:
    year = int(parts["Y"]) if "Y" in parts else 2000 + int(parts["y"])
    try:
        return date(year, int(parts["M"]), int(parts["D"])).isoformat()
    except ValueError as error:
        raise ValueError(_("There is no such day in the calendar.")) from error
