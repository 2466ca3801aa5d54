"""The results of a quarter as plain values: what is shown, frozen, published and signed."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from app.results.rates import Rates

Coded = Literal["low", "high"]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Share:
    """An option's share of the base. Rare options are joined: then `options` holds several."""

    options: tuple[str, ...]
    count: int | None
    share: float | None
    coded: Coded | None = None  # so rare or so common that only this is said


@dataclass(frozen=True)
class Change:
    """A question's positive share in an earlier quarter, and the way from there to now."""

    quarter: str
    before: float
    change: float
    interval: Interval | None  # None in the open questionnaire: nobody was drawn


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


@dataclass(frozen=True)
class RegionRow:
    """A region's positive share. A withheld or coded row shows neither base nor interval."""

    region: str
    base: int | None = None
    positive: float | None = None
    interval: Interval | None = None
    coded: Coded | None = None
    before: float | None = None  # in the previous quarter
    low_base: bool = False
    withheld: bool = False


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
    channel: Literal["invited", "open"]
    rates: Rates | None  # None in the open questionnaire: there is nothing it is a share of
    answered: int
    waiting: int  # answers that are not mixed yet, rounded down to tens
    questions: tuple[QuestionResult, ...] = ()
    regions: dict[str, tuple[RegionRow, ...]] = field(default_factory=dict)
    trend: dict[str, tuple[TrendPoint, ...]] = field(default_factory=dict)

    def question(self, question_id: str) -> QuestionResult:
        """A KeyError if the edition does not ask it."""
        for result in self.questions:
            if result.question == question_id:
                return result
        raise KeyError(question_id)

    def to_json(self) -> dict[str, Any]:
        """Plain values in a stable order: counts are integers, shares have four decimals."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "QuarterResult":
        """What `to_json` gave, as it stands in a release's document."""
        rates = plain["rates"]
        return cls(
            **{
                **plain,
                "rates": None if rates is None else Rates(**rates),
                "questions": tuple(_question(each) for each in plain["questions"]),
                "regions": {
                    question: tuple(RegionRow(**_tuples(row)) for row in rows)
                    for question, rows in plain["regions"].items()
                },
                "trend": {
                    question: tuple(TrendPoint(**_tuples(point)) for point in points)
                    for question, points in plain["trend"].items()
                },
            }
        )


def _question(plain: dict[str, Any]) -> QuestionResult:
    shares = {
        side: tuple(Share(**_tuples(share)) for share in plain[side])
        for side in ("shares", "outside")
    }
    changes = {
        when: None if plain[when] is None else Change(**_tuples(plain[when]))
        for when in ("last_quarter", "last_year")
    }
    return QuestionResult(**{**_tuples(plain), **shares, **changes})


def _tuples(plain: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
