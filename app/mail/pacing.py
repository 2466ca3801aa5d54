"""So many letters a minute, in small portions: nothing sleeps, the next round comes soon."""

from app.lib import clock

_PORTIONS = 6  # a minute's: a burst after a pause is no longer than ten seconds' letters


class Pace:
    """Of this process: several workers that share a relay share its limit out among them."""

    def __init__(self, per_minute: int) -> None:
        self._per_second = per_minute / 60
        self._most = max(1.0, per_minute / _PORTIONS)
        self._left = self._most
        self._seen = clock.now()

    def portion(self) -> int:
        """How many may go out now."""
        now = clock.now()
        passed = max(0.0, (now - self._seen).total_seconds())
        self._left = min(self._most, self._left + passed * self._per_second)
        self._seen = now
        return int(self._left)

    def spend(self, count: int) -> None:
        self._left -= count
