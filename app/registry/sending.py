"""When an inspectorate's letters may go out: hours, days of the week, and days by decree."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from app.lib.i18n import gettext as _
from app.registry.faults import Faults
from app.registry.words import Line

EARLIEST, LATEST, AT_LEAST = 7, 21, 2  # hours
MOST = 60  # periods, and days
_LONGEST = timedelta(days=366)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
WEEKDAYS: list[Weekday] = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def _day(written: Any) -> str:
    """YAML reads days itself, unless they stand in quotation marks."""
    text = written.isoformat() if type(written) is date else str(written)
    if not text.strip():
        raise ValueError(_("This is needed."))
    if _ISO.fullmatch(text) is None:
        raise ValueError(_("Write the date as 2026-07-31 or 31.07.2026."))
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("There is no such day in the calendar.")) from error
    if not 2000 <= day.year < 2100:
        raise ValueError(_("Write a year between 2000 and 2099."))
    return text


def _at_least_one(days: list[Weekday]) -> list[Weekday]:
    if not days:
        raise ValueError(_("Choose at least one day of the week."))
    return [day for day in WEEKDAYS if day in days]


Day = Annotated[str, BeforeValidator(_day)]  # 2026-12-31


class Closed(BaseModel):
    """No letter goes out from the first to the last of these days: those of then go out later."""

    model_config = ConfigDict(extra="forbid", strict=True)
    first: Day
    last: Day
    reason: Line

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> "Closed":
        if self.last < self.first:
            raise Faults({"last": _("This day is before the first one.")})
        # So that the search for the next open day has an end.
        if date.fromisoformat(self.last) - date.fromisoformat(self.first) > _LONGEST:
            raise Faults({"last": _("Write at most a year; enter the rest as another period.")})
        return self


class Sending(BaseModel):
    """`worked`: days that the calendar of the country takes for free, and that are worked."""

    model_config = ConfigDict(extra="forbid", strict=True)
    opens: int = 9
    closes: int = 17
    weekdays: Annotated[list[Weekday], AfterValidator(_at_least_one)] = WEEKDAYS
    closed: list[Closed] = Field(default=[], max_length=MOST)
    worked: list[Day] = Field(default=[], max_length=MOST)

    @model_validator(mode="after")
    def _gives_letters_time(self) -> "Sending":
        if not EARLIEST <= self.opens <= LATEST - AT_LEAST:
            last = LATEST - AT_LEAST
            raise Faults({"opens": _hours(EARLIEST, last)})
        if not self.opens + AT_LEAST <= self.closes <= LATEST:
            raise Faults({"closes": _hours(self.opens + AT_LEAST, LATEST)})
        return self


def _hours(first: int, last: int) -> str:
    return _("Write a full hour from %(first)s to %(last)s.", first=first, last=last)
