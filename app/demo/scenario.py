"""Which days are replayed, and how much happens on them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from holidays import country_holidays

from app.demo.register.acts import Period
from app.demo.register.bodies import BODIES


@dataclass(frozen=True)
class Scenario:
    """What is replayed; the defaults are the demo, tests take a smaller one."""

    period: Period = field(default_factory=Period)
    last: date = date(2026, 10, 1)
    stride: int = 1  # every so many working days
    eagerness: float = 1.0  # how much readier to answer than usual
    passers_by: int = 1  # a day, in each country

    def days(self) -> list[date]:
        return [*islice(self._working_days(), 0, None, self.stride), self.last]

    def _working_days(self) -> Iterator[date]:
        calendars = [country_holidays(body.country) for body in BODIES]
        day = self.period.first
        while day < self.last:
            if any(calendar.is_working_day(day) for calendar in calendars):
                yield day
            day += timedelta(days=1)
