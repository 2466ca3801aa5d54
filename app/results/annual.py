"""A year: its quarters as they were released, what they left, and the sum of what may be told.

The sum adds up figures that are public already, each of the quarters' and of what they left. So it
can reveal nothing new: neither a part that is withheld, by taking the others from the whole, nor
the count behind a share that was only said in words. Parts that are withheld are left out; beside a
share in words there is no sum, because without its most (or least) content part it would mislead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.ballots.boxes import Channel
from app.ballots.tallying import ANSWERS
from app.lib.quarters import Quarter
from app.questionnaires.definition import Question, Questionnaire
from app.results.facts import Facts, Tally
from app.results.figures import QuarterResult, QuestionResult, TrendPoint
from app.results.rates import Rates
from app.results.tabulating import question_result

REST = "rest"  # in place of a quarter: what none of them could open by itself
_NO_QUARTER = Quarter(1, 1)


@dataclass(frozen=True)
class YearQuestion:
    """`parts`: quarters, and the rest. `base` and `positive` are their sum, where there is one."""

    question: str
    parts: tuple[TrendPoint, ...]
    base: int | None = None
    positive: float | None = None


@dataclass(frozen=True)
class YearResult:
    """One questionnaire edition and channel, never summed with another."""

    questionnaire: str
    edition: int
    channel: Channel
    rates: dict[str, Rates]  # by quarter; empty in the open questionnaire
    answered: int  # all who answered, also those whose answers were destroyed
    opened: int  # left by the quarters, and opened together at the year's end
    destroyed: int  # left by the quarters, and too few even together
    questions: tuple[YearQuestion, ...]


def year_result(
    questionnaire: Questionnaire,
    quarters: Sequence[QuarterResult],
    rest: Mapping[str, tuple[int, dict[str, int]]],
    *,
    channel: Channel,
    destroyed: int,
) -> YearResult:
    """`quarters` as released, in order; `rest`: question -> base and counts of what they left."""
    return YearResult(
        questionnaire.name,
        questionnaire.edition,
        channel,
        rates={each.quarter: each.rates for each in quarters if each.rates},
        answered=sum(each.answered for each in quarters),
        opened=rest[ANSWERS][0] if ANSWERS in rest else 0,
        destroyed=destroyed,
        questions=tuple(
            added_up(
                asked.id,
                [
                    *(_part(each.quarter, each.question(asked.id)) for each in quarters),
                    *([_part(REST, _of_rest(asked, rest))] if rest else []),
                ],
            )
            for asked in questionnaire.closed
            if asked.positive
        ),
    )


def added_up(question: str, parts: Sequence[TrendPoint]) -> YearQuestion:
    """Nothing but the parts decides the sum: whoever has them could add them up."""
    shown = [(part.base, part.positive) for part in parts if part.base and part.positive]
    base = sum(base for base, _positive in shown)
    if not base or any(part.coded for part in parts):
        return YearQuestion(question, tuple(parts))
    positive = sum(round(base * share) for base, share in shown)
    return YearQuestion(question, tuple(parts), base, round(positive / base, 4))


def _part(period: str, of: QuestionResult) -> TrendPoint:
    return TrendPoint(period, of.base, of.positive, None, of.coded, of.low_base)


def _of_rest(asked: Question, rest: Mapping[str, tuple[int, dict[str, int]]]) -> QuestionResult:
    """By the rules that every quarter's results follow."""
    tallies = {question: Tally(*figures) for question, figures in rest.items()}
    return question_result(asked, Facts(_NO_QUARTER, tallies))
