"""Who stands out from their colleagues by more than chance: “please check”, never “guilty”.

The test is Fisher's: if all acts of an inspectorate that show a signal were dealt out by lot among
all its acts, how often would so many fall to this inspector? It is the exact binomial test with a
usual rate that is itself only known from so many acts; the binomial one raises false alarms in
small inspectorates. docs/decisions/0019
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from app.lib import binomial, hypergeometric
from app.lib.multiplicity import benjamini_hochberg

ALPHA = 0.001  # how rare chance alone must make it
FALSE_SHARE = 0.1  # of the inspectors pointed out for one signal, expected to be so by chance
EFFECT = 2.0  # times the odds of the colleagues
# Found with what certainty is told for a dose: four times the odds (half where a fifth is usual),
# and at least every tenth act.
_DOSE_ODDS, _LEAST_DOSE = 4.0, 0.1
_MOST_ACTS = 5_000  # of one inspector in a quarter: nobody has more


class Verdict(StrEnum):
    CHECK = "check"
    USUAL = "usual"  # no more than chance explains
    TOO_FEW = "too-few"  # what is worth finding would more likely be missed than found


@dataclass(frozen=True)
class Share:
    """`count` of `base` acts show a signal."""

    count: int
    base: int

    @property
    def rate(self) -> float:
        return self.count / self.base if self.base else 0.0

    @property
    def odds(self) -> float:
        without = self.base - self.count
        return self.count / without if without else float("inf")

    def __add__(self, other: "Share") -> "Share":
        return Share(self.count + other.count, self.base + other.base)

    def __sub__(self, other: "Share") -> "Share":
        return Share(self.count - other.count, self.base - other.base)


@dataclass(frozen=True)
class Compared:
    """An inspector beside their colleagues in the inspectorate, whose acts leave out their own."""

    own: Share
    colleagues: Share

    @cached_property
    def chance(self) -> float:
        """How often so many, or more, would fall to them by lot."""
        every = self.own + self.colleagues
        return hypergeometric.at_least(self.own.count, self.own.base, every.count, every.base)

    @property
    def is_large(self) -> bool:
        return self.own.count > 0 and self.own.odds >= EFFECT * self.colleagues.odds

    def stands_out_from(self, threshold: float) -> int:
        """The smallest count with which they would be pointed out; base + 1: with none."""
        low, high = 0, self.own.base + 1
        while low < high:
            middle = (low + high) // 2
            if self._with(middle, self.own.base).is_beyond(threshold):
                high = middle
            else:
                low = middle + 1
        return low

    def is_beyond(self, threshold: float) -> bool:
        return self.is_large and self.chance <= threshold

    @property
    def dose(self) -> float:
        """The share of acts that is worth finding."""
        odds = _DOSE_ODDS * self.colleagues.odds
        return max(_LEAST_DOSE, odds / (1 + odds)) if self.colleagues.rate < 1 else 1.0

    def power(self, threshold: float) -> float:
        """How often who does it at the `dose` is found with so many acts."""
        return binomial.at_least(self.stands_out_from(threshold), self.own.base, self.dose)

    def _with(self, count: int, base: int) -> "Compared":
        return Compared(Share(count, base), self.colleagues)


@dataclass(frozen=True)
class Judged:
    compared: Compared
    threshold: float

    @property
    def is_to_check(self) -> bool:
        return self.compared.is_beyond(self.threshold)

    @cached_property
    def verdict(self) -> Verdict:
        """Of those who are not to be checked, whether they could have been found."""
        if self.is_to_check:
            return Verdict.CHECK
        needed = self.needed
        is_enough = needed is not None and self.compared.own.base >= needed
        return Verdict.USUAL if is_enough else Verdict.TOO_FEW

    @property
    def needed(self) -> int | None:
        """With how many acts the dose is found at least every second time; None: with no number."""
        if not self.compared.colleagues.base:
            return None
        return _needed(self.compared.own + self.compared.colleagues, self.threshold)


@lru_cache(maxsize=1024)
def _needed(every: Share, threshold: float) -> int | None:
    """The same for all inspectors of an inspectorate: `every` are all of its acts."""

    def is_enough(base: int) -> bool:
        return Compared(Share(0, base), every).power(threshold) >= 0.5

    low, high = 1, _MOST_ACTS
    if not is_enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low


def judge(every: Sequence[Compared]) -> Sequence[Judged]:
    """For one signal, in the order given.

    `every` are the inspectors of all inspectorates in one quarter: that many are tested at once,
    and the threshold is the stricter the fewer of them stand out (Benjamini-Hochberg).
    """
    tested = [one for one in every if one.own.base]
    adjusted = benjamini_hochberg([one.chance for one in tested])
    found = sum(chance <= FALSE_SHARE for chance in adjusted)
    threshold = min(ALPHA, FALSE_SHARE * max(1, found) / max(1, len(tested)))
    return [Judged(one, threshold) for one in every]
