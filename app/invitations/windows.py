"""When letters go out: on working days between nine and five, where the inspectorate is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.registry.countries import is_working_day, zone

_OPENS, _CLOSES = time(9), time(17)


def next_window(now: datetime, country: str) -> datetime:
    """The first opening after `now`, never the window that is open: so no letter tells at which
    minute its inspection was entered.
    """
    local = now.astimezone(ZoneInfo(zone(country)))
    day = local.date() if local.time() < _OPENS else local.date() + timedelta(days=1)
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return datetime.combine(day, _OPENS, local.tzinfo).astimezone(UTC)


def end_of(day: date, country: str) -> datetime:
    return datetime.combine(day, time.max, ZoneInfo(zone(country)))


def is_open(now: datetime, country: str) -> bool:
    local = now.astimezone(ZoneInfo(zone(country)))
    return _OPENS <= local.time() < _CLOSES and is_working_day(local.date(), country)


def soonest(now: datetime, country: str) -> datetime:
    """Now, if letters may go out now; otherwise the next opening."""
    return now if is_open(now, country) else next_window(now, country)
