"""All questions at a glance: the whole beside an earlier quarter, or a part beside the whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.lib.quarters import Quarter
from app.questionnaires.definition import Question, Questionnaire
from app.results.figures import Change, PartRow, QuarterResult, QuestionResult
from app.results.parts import Part

Since = Literal["last_quarter", "last_year"]
_QUARTERS_BACK: dict[Since, int] = {"last_quarter": -1, "last_year": -4}


@dataclass(frozen=True)
class Glimpse:
    """One question: its figures now, and what they are held against where that is known."""

    question: Question
    of: QuestionResult | PartRow
    before: float | None = None
    whole: float | None = None
    change: Change | None = None


@dataclass(frozen=True)
class Glance:
    """`part` is None for the whole. `withheld` are asked, but have too few answers."""

    quarter: Quarter
    earlier: Quarter
    is_open: bool
    part: Part | None
    glimpses: tuple[Glimpse, ...]
    withheld: tuple[Question, ...]

    @property
    def name(self) -> str:
        """Fit for an id."""
        of = self.part.code or "rest" if self.part else str(self.earlier)
        return f"glance-{of.lower()}"


def changes(result: QuarterResult, questionnaire: Questionnaire, since: Since) -> Glance:
    """Of the whole, since last quarter or since the same quarter last year."""

    def glimpse(question: Question) -> Glimpse | None:
        of = result.question(question.id)
        change = since_then(of, since)
        before = change.before if change else None
        return None if of.withheld else Glimpse(question, of, before, change=change)

    return _glance(result, questionnaire, None, since, glimpse)


def part(result: QuarterResult, questionnaire: Questionnaire, of: Part) -> Glance:
    """Of one region or kind, beside the whole and its own last quarter."""
    rows = of.rows(result)

    def glimpse(question: Question) -> Glimpse | None:
        row = rows.get(question.id)
        if row is None or row.withheld:
            return None
        return Glimpse(question, row, row.before, result.question(question.id).positive)

    return _glance(result, questionnaire, of, "last_quarter", glimpse)


def earlier(quarter: Quarter, since: Since) -> Quarter:
    return quarter.plus(_QUARTERS_BACK[since])


def since_then(of: QuestionResult, since: Since) -> Change | None:
    return of.last_quarter if since == "last_quarter" else of.last_year


def _glance(
    result: QuarterResult,
    questionnaire: Questionnaire,
    of: Part | None,
    since: Since,
    glimpse: Callable[[Question], Glimpse | None],
) -> Glance:
    asked = [question for question in questionnaire.closed if question.positive]
    found = {question.id: glimpse(question) for question in asked}
    quarter = Quarter.parse(result.quarter)
    return Glance(
        quarter,
        earlier(quarter, since),
        result.channel == "open",
        of,
        tuple(each for each in found.values() if each),
        tuple(question for question in asked if not found[question.id]),
    )
