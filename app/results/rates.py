"""How many were inspected, asked and heard: AAPOR's response rates for inspections."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """Counts of one quarter and questionnaire, each a part of the one before it.

    Then why some stopped on the way: of those with an e-mail address all were either invited, are
    `to_invite`, or were `suppressed` or `too_late`; a letter is delivered, `failed` or `waiting`.
    """

    inspections: int
    with_email: int
    invited: int
    delivered: int
    answered: int
    failed: int = 0  # refused, or the address asked for no letters before it went out
    waiting: int = 0  # has yet to go out
    to_invite: int = 0  # its letter is not written yet
    suppressed: int = 0  # the address had asked for no letters, or they come back
    too_late: int = 0  # entered, or its turn came, after the box had closed

    @property
    def coverage(self) -> float | None:
        """Inspections with an e-mail address: what an inspector could keep low."""
        return _share(self.with_email, self.inspections)

    @property
    def response(self) -> float | None:
        """AAPOR RR1 over all inspections, the headline: without an address nobody can answer."""
        return _share(self.answered, self.inspections)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
