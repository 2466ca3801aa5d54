"""How many were inspected, asked and heard: AAPOR's response rates for inspections."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """Counts of one quarter and questionnaire, each a part of the one before it."""

    inspections: int
    with_email: int
    invited: int
    delivered: int
    answered: int

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
