"""When a mail server is left alone: after failures in a row, for longer each time."""

from datetime import datetime, timedelta

from app.lib import clock

_IN_A_ROW = 3
_FIRST_REST = timedelta(minutes=1)
_LONGEST_REST = timedelta(minutes=32)


class Breaker:
    """A failure is one of the line, never of a letter: "no such mailbox" is good work."""

    def __init__(self) -> None:
        self._failures = 0
        self._rests = 0
        self._until: datetime | None = None

    def is_resting(self) -> bool:
        return self._until is not None and clock.now() < self._until

    def is_probing(self) -> bool:
        """Rested, but nothing has worked since: one letter is tried before all the others."""
        return self._rests > 0 and not self.is_resting()

    def worked(self) -> None:
        self._failures, self._rests, self._until = 0, 0, None

    def failed(self) -> None:
        """Those of lines that were busy when the rest began do not prolong it."""
        if self.is_resting():
            return
        self._failures += 1
        if self._failures >= _IN_A_ROW:
            self._until = clock.now() + min(_FIRST_REST * 2**self._rests, _LONGEST_REST)
            self._rests += 1
