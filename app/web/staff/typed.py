"""What fingers type in a hurry, as it is meant: dates without dots, numbers in groups."""

import re
from collections.abc import Mapping
from datetime import date

DATES = ("act_date", "handed_over_on", "started_on", "finished_on")
_YEAR = r"([0-9]{4}|[0-9]{2})"
_DAYS = (
    re.compile(rf"([0-9]{{1,2}})[ .,/-]+([0-9]{{1,2}})[ .,/-]+{_YEAR}"),  # 31.7.26, 31/07/2026
    re.compile(rf"([0-9]{{2}})([0-9]{{2}}){_YEAR}"),  # 31072026, 310726
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"),  # 2026-07-31
)


def as_meant(entered: Mapping[str, str]) -> dict[str, str]:
    """The same form with its dates as 31.07.2026 and its tax number in one piece. Whatever cannot
    be understood stays as it was typed, for its writer to see.
    """
    meant = dict(entered)
    meant |= {name: _day(entered[name].strip()) for name in DATES if name in entered}
    if number := entered.get("tax_number"):
        meant["tax_number"] = re.sub(r"[\s-]+", "", number)
    return meant


def dotted(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _day(typed: str) -> str:
    for form in _DAYS:
        if match := form.fullmatch(typed):
            day, month, year = _parts(match)
            return f"{int(day):02}.{int(month):02}.{year if len(year) == 4 else f'20{year}'}"
    return typed


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    if "y" in match.groupdict():
        return match["d"], match["m"], match["y"]
    return match[1], match[2], match[3]
