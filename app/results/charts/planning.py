"""Which charts a quarter's results have. What may not be shown is not drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.questionnaires.definition import Question, Questionnaire
from app.results.charts import building
from app.results.charts.shapes import Drawable, Width
from app.results.figures import PartRow, QuarterResult


@dataclass(frozen=True)
class Plan:
    """One chart: of several questions only when they share a scale and a theme."""

    kind: Literal["ordinal", "shares", "regions", "kinds", "trend"]
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.questions[0].id}"

    def shape(self, result: QuarterResult, width: Width) -> Drawable:
        """In the language being spoken."""
        if self.kind == "ordinal":
            return building.ordinal(result, self.questions, width)
        if self.kind == "shares":
            return building.shares(result, self.questions[0], width)
        if self.kind == "trend":
            return building.trend(result, self.questions[0], width)
        return building.breakdown(result, self.questions[0], self.kind, width)


def plan(result: QuarterResult, questionnaire: Questionnaire) -> list[Plan]:
    """In the order of themes and questions: the questions, then regions, kinds and trends."""
    shown = [question for question in questionnaire.closed if _is_shown(result, question)]
    order = [theme.id for theme in questionnaire.themes]
    closed = sorted(shown, key=lambda each: order.index(each.theme)) if order else shown
    return [
        *_questions(closed, has_themes=bool(order)),
        *(Plan("regions", (each,)) for each in closed if _has_rows(result.regions, each)),
        *(Plan("kinds", (each,)) for each in closed if _has_rows(result.kinds, each)),
        *(Plan("trend", (each,)) for each in closed if _has_trend(result, each)),
    ]


def is_ordinal(question: Question) -> bool:
    """A scale whose positive answers are exactly those above its middle."""
    steps = building.scale_of(question)
    above = steps[(len(steps) + 1) // 2 :]
    return (
        question.type == "scale" and 3 <= len(steps) <= 5 and set(above) == set(question.positive)
    )


def _questions(closed: list[Question], *, has_themes: bool) -> Iterator[Plan]:
    """Statements with one scale stand together where the first of them stands."""
    together: dict[tuple[str, str], list[Question]] = {}
    for question in closed:
        scale = repr(question.options) if is_ordinal(question) else question.id
        together.setdefault((question.theme if has_themes else "", scale), []).append(question)
    for questions in together.values():
        yield Plan("ordinal" if is_ordinal(questions[0]) else "shares", tuple(questions))


def _is_shown(result: QuarterResult, question: Question) -> bool:
    return any(each.question == question.id and not each.withheld for each in result.questions)


def _has_rows(by: Mapping[str, Sequence[PartRow]], question: Question) -> bool:
    return sum(row.positive is not None for row in by.get(question.id, ())) >= 2


def _has_trend(result: QuarterResult, question: Question) -> bool:
    points = result.trend.get(question.id, ())
    return len([point for point in points[-5:] if point.positive is not None]) >= 2
