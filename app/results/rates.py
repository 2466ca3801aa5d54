"""How many were inspected, asked and heard: AAPOR's response rates for inspections."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """Counts of one quarter and questionnaire, each a part of the one before it.

    Then why some stopped on the way: of those with an e-mail address all were either invited, are
    `to_invite`, or were `suppressed` or `too_late`; a letter is delivered, `failed` or `waiting`.

    In the words of AAPOR's Standard Definitions (2023), for invitations to named persons, every
    inspection is eligible and has one outcome:
    complete (I)       answered; there are no partial ones (P): a sent form without the required
                       answer is sent back to its reader
    refusal (R)        the owner of the address had asked for no letters before this one went out
    non-contact (NC)   delivered, no answer; also a refusal after that: who has answered is not
                       known, so it cannot be told from having answered
    unknown (UO)       no address, or the letter came back, waits, or could not be written in time
    RR1 = I / (I + P + R + NC + UO), and these together are all inspections.
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
    refused: int = 0  # of `failed` and `suppressed`: the owner of the address had asked for none

    @property
    def coverage(self) -> float | None:
        """Inspections with an e-mail address: what an inspector could keep low."""
        return _share(self.with_email, self.inspections)

    @property
    def response(self) -> float | None:
        """AAPOR RR1 over all inspections, the headline: without an address nobody can answer."""
        return _share(self.answered, self.inspections)

    @property
    def of_delivered(self) -> float | None:
        """How many of those reached by a letter: what the letter itself achieves. Slips given by
        hand are answered without a letter, so there may be more answers than letters.
        """
        return _share(min(self.answered, self.delivered), self.delivered)

    @property
    def non_contact(self) -> int:
        return max(0, self.delivered - self.answered)

    @property
    def unknown(self) -> int:
        """What the other outcomes leave of all inspections."""
        return max(0, self.inspections - self.answered - self.refused - self.non_contact)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
