"""Quarters of the year, as a value."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_WRITTEN = re.compile(r"(\d{4})-[Qq]([1-4])")
CLOSES_AFTER = timedelta(days=45)


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def parse(cls, written: str) -> Self:
        """From `2026-Q3` or `2026-q3`; anything else is a ValueError."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(f"{written!r} is not a quarter such as 2026-Q3")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def last_closed(cls, today: date) -> Self:
        """The newest of which no answers are taken any more."""
        quarter = cls.of(today)
        while quarter.closes_on >= today:
            quarter = quarter.previous
        return quarter

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def slug(self) -> str:
        """As it stands in addresses: 2026-q3."""
        return str(self).lower()

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def closes_on(self) -> date:
        """The last day on which an answer about this quarter is taken."""
        return self.last_day + CLOSES_AFTER

    @property
    def next(self) -> Self:
        return self.plus(1)

    @property
    def previous(self) -> Self:
        return self.plus(-1)

    def plus(self, quarters: int) -> Self:
        count = self.year * 4 + self.number - 1 + quarters
        return type(self)(count // 4, count % 4 + 1)
