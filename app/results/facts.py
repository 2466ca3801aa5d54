"""What is counted of a quarter, before anything is decided about showing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.ballots.tallying import UNANSWERED
from app.lib.quarters import Quarter
from app.questionnaires.definition import Question
from app.results.disclosing import Count
from app.results.intervals import Interval, wilson


@dataclass(frozen=True)
class Tally:
    """Who gave a question any answer, and how many gave each; no entry is zero."""

    answered: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Facts:
    """One questionnaire edition in one quarter and channel.

    `populations`: finished inspections by region, and by kind; None in the open questionnaire.
    """

    quarter: Quarter
    whole: Mapping[str, Tally] = field(default_factory=dict)  # by question
    regions: Mapping[str, Mapping[str, Tally]] = field(default_factory=dict)  # region, question
    populations: Mapping[str, int] | None = None
    kinds: Mapping[str, Mapping[str, Tally]] = field(default_factory=dict)  # kind, question
    kind_populations: Mapping[str, int] | None = None

    @property
    def population(self) -> int | None:
        return None if self.populations is None else sum(self.populations.values())

    def shown(self, question: Question) -> Tally | None:
        """The question's tally, if there are enough answers to show anything of it."""
        tally = self.whole.get(question.id)
        enough = tally is not None and base_of(question, tally) >= question.publish_min_base
        return tally if enough else None


def base_of(question: Question, tally: Tally) -> int:
    """Answers that count: all but those outside ("don't know" is never given with others)."""
    return tally.answered - sum(tally.counts.get(option, 0) for option in question.outside)


def asked_of(tally: Tally) -> int:
    """Everybody who was asked, those who did not answer too."""
    return tally.answered + tally.counts.get(UNANSWERED, 0)


def outside_of(question: Question) -> list[str]:
    """What is no part of the base, no answer among it."""
    return [*question.outside, UNANSWERED]


def count(question: Question, tally: Tally) -> Count:
    positive = sum(tally.counts.get(option, 0) for option in question.positive)
    return Count(base_of(question, tally), positive)


def sample(counted: Count, population: int | None) -> tuple[int, int, int]:
    """For `intervals`: (k, n, N).

    A record taken out after its answer came must not make more answers than inspections.
    """
    return counted.positive, counted.base, max(population or 0, counted.base)


def interval(counted: Count, population: int | None) -> Interval | None:
    """None in the open questionnaire: nobody was drawn, so chance says nothing."""
    if population is None:
        return None
    low, high = wilson(*sample(counted, population))
    return round(low, 4), round(high, 4)
