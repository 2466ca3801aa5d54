"""The results of a quarter as plain values: what is shown, frozen, published and signed.

msgspec turns them into JSON and back; counts are whole numbers, shares have four decimals.
"""

from dataclasses import dataclass, field
from typing import Literal

from app.ballots.boxes import Channel
from app.results.intervals import Interval
from app.results.rates import Rates

Coded = Literal["low", "high"]
LEVEL = 0.05  # of tests


@dataclass(frozen=True)
class Share:
    """An option's share of the base. Rare options are joined: then `options` holds several."""

    options: tuple[str, ...]
    count: int | None
    share: float | None
    # So rare or so common that only this is said; "few": fewer than five people, outside the base.
    coded: Coded | Literal["few"] | None = None


@dataclass(frozen=True)
class Change:
    """A question's positive share in an earlier quarter, and the way from there to now.

    The interval is of this question alone, the p-value is corrected for all that are compared.
    Both are None in the open questionnaire: nobody was drawn.
    """

    quarter: str
    before: float
    change: float
    interval: Interval | None
    p_value: float | None = None

    @property
    def is_beyond_chance(self) -> bool:
        return self.p_value is not None and self.p_value < LEVEL


@dataclass(frozen=True)
class QuestionResult:
    """A question over a whole quarter. Withheld: fewer answers than may be shown, so no figures."""

    question: str
    base: int | None = None
    shares: tuple[Share, ...] = ()
    outside: tuple[Share, ...] = ()  # "not applicable", no answer: shares of all who answered
    positive: float | None = None  # None with `coded`: an extreme; without: nothing is positive
    interval: Interval | None = None
    coded: Coded | None = None
    last_quarter: Change | None = None
    last_year: Change | None = None
    low_base: bool = False
    withheld: bool = False
    # The share of all inspections if all whose answers are missing were negative; if positive.
    bounds: Interval | None = None


@dataclass(frozen=True)
class Limits:
    """How far a row's share lies from that of all rows together by chance: in 19 of 20 cases
    between the inner limits, in 998 of 1,000 between the outer ones.
    """

    inner: Interval
    outer: Interval


@dataclass(frozen=True)
class PartRow:
    """The positive share of a region or a kind. A withheld or coded row shows neither base nor
    interval.
    """

    name: str  # the code of a region or kind; "": all other kinds, and those not told apart
    base: int | None = None
    positive: float | None = None
    interval: Interval | None = None
    coded: Coded | None = None
    before: float | None = None  # in the previous quarter
    low_base: bool = False
    withheld: bool = False
    limits: Limits | None = None  # None where too few rows can be compared, or their answers

    @property
    def apart(self) -> Literal["below", "above"] | None:
        """Beyond the outer limits: different from the other rows by more than chance."""
        if self.limits is None or self.positive is None:
            return None
        low, high = self.limits.outer
        if low <= self.positive <= high:
            return None
        return "below" if self.positive < low else "above"


@dataclass(frozen=True)
class TrendPoint:
    quarter: str
    base: int | None = None
    positive: float | None = None
    interval: Interval | None = None
    coded: Coded | None = None
    low_base: bool = False


@dataclass(frozen=True)
class QuarterResult:
    """One inspectorate, quarter, questionnaire edition and channel: never summed with another."""

    inspectorate: str
    quarter: str
    questionnaire: str
    edition: int
    channel: Channel
    rates: Rates | None  # None in the open questionnaire: there is nothing it is a share of
    answered: int
    waiting: int  # answers that are not mixed yet, rounded down to tens
    questions: tuple[QuestionResult, ...] = ()
    # By question. A dict has no hash; results that differ in one of these alone are still unequal.
    regions: dict[str, tuple[PartRow, ...]] = field(default_factory=dict, hash=False)
    kinds: dict[str, tuple[PartRow, ...]] = field(default_factory=dict, hash=False)
    trend: dict[str, tuple[TrendPoint, ...]] = field(default_factory=dict, hash=False)
    set_aside: int = 0  # answers that came in a flood: not counted anywhere

    def question(self, question_id: str) -> QuestionResult:
        """A KeyError if the edition does not ask it."""
        for result in self.questions:
            if result.question == question_id:
                return result
        raise KeyError(question_id)
