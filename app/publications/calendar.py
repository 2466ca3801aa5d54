"""When a quarter is published: fixed by the calendar, known in advance, the same for every body."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.lib.quarters import Quarter
from app.registry.countries import is_working_day, zone

# The last answers are mixed and the figures checked before anybody sees them.
SETTLING = timedelta(days=5)
# The usual minute of official statistics: markets and editors know when to look.
AT = time(9, 30)


def due_at(quarter: Quarter, country: str) -> datetime:
    """09:30 local time on the first working day at least five days after the box has closed."""
    day = quarter.closes_on + SETTLING
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return datetime.combine(day, AT, ZoneInfo(zone(country))).astimezone(UTC)
