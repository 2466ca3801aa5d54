"""When a mail server is not believed: if, all at once, it knows hardly anybody.

A lookup table that did not load or a wrong route makes it answer "no such address" to everybody.
Believed, it would silence every address for good.
"""

from collections import deque
from datetime import datetime, timedelta
from uuid import UUID

from app.lib import clock

_AMONG = 50  # the last letters of which it said anything for certain
_TOO_MANY = _AMONG // 2  # more than so many wrong addresses are not ours to have
REST = timedelta(minutes=30)


class Doubt:
    """Ends with the first letter that is taken: one is tried after each rest."""

    def __init__(self) -> None:
        self._last: deque[UUID | None] = deque(maxlen=_AMONG)  # those whom it did not know
        self._until: datetime | None = None

    def is_resting(self) -> bool:
        return self._until is not None and clock.now() < self._until

    def is_probing(self) -> bool:
        return self._until is not None and not self.is_resting()

    def took(self) -> None:
        if self._until:
            self._last.clear()
        self._until = None
        self._last.append(None)

    def knew_nobody(self, letter: UUID) -> None:
        self._last.append(letter)
        if self._until or len(self._unknown()) > _TOO_MANY:
            self._until = clock.now() + REST

    def disbelieved(self) -> list[UUID]:
        """The letters whose refusal does not count, each told once."""
        if self._until is None:
            return []
        unknown = self._unknown()
        self._last.clear()
        return unknown

    def _unknown(self) -> list[UUID]:
        return [letter for letter in self._last if letter]
