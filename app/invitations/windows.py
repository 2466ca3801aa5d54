"""When letters go out: on working days, in the inspectorate's hours, where it is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.registry.countries import is_working_day, zone
from app.registry.sending import WEEKDAYS
from app.registry.tables import Inspection, Inspectorate


def next_window(now: datetime, of: Inspectorate) -> datetime:
    """The first opening after `now`, never the window that is open: so no letter tells at which
    minute its inspection was entered.
    """
    local, opens = now.astimezone(_zone(of)), time(of.sending["opens"])
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    while not _is_day(day, of):
        day += timedelta(days=1)
    return datetime.combine(day, opens, local.tzinfo).astimezone(UTC)


def turn(inspection: Inspection, now: datetime, of: Inspectorate) -> datetime:
    """When the letter of an act may go out at the earliest: not on the day on which the act is
    handed over, when its inspector may still be standing there.
    """
    day = inspection.handed_over_on or inspection.act_date
    handed_over = datetime.combine(day, time.max, _zone(of))
    opening = next_window(max(inspection.entered_at, handed_over), of)
    return opening if opening > now else soonest(now, of)


def is_open(now: datetime, of: Inspectorate) -> bool:
    local = now.astimezone(_zone(of))
    return of.sending["opens"] <= local.hour < of.sending["closes"] and _is_day(local.date(), of)


def soonest(now: datetime, of: Inspectorate) -> datetime:
    """Now, if letters may go out now; otherwise the next opening."""
    return now if is_open(now, of) else next_window(now, of)


def _is_day(day: date, of: Inspectorate) -> bool:
    """Days are compared as they are written: 2026-12-31."""
    written, sending = day.isoformat(), of.sending
    if any(closed["first"] <= written <= closed["last"] for closed in sending["closed"]):
        return False
    if written in sending["worked"]:
        return True
    if day.weekday() < len(WEEKDAYS) and WEEKDAYS[day.weekday()] not in sending["weekdays"]:
        return False
    return is_working_day(day, of.country)  # also a Saturday that stands in for a moved holiday


def _zone(of: Inspectorate) -> ZoneInfo:
    return ZoneInfo(zone(of.country))
