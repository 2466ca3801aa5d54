"""Which charts a quarter's results have. What may not be shown is not drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from app.lib.i18n import speaking
from app.questionnaires.definition import Question, Questionnaire
from app.results.charts import building
from app.results.charts.shapes import Drawable, Width
from app.results.figures import QuarterResult


@dataclass(frozen=True)
class Plan:
    """One chart: of several questions only when they share a scale."""

    kind: Literal["ordinal", "shares", "regions", "trend"]
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
        if self.kind == "regions":
            return building.regions(result, self.questions[0], width)
        return building.trend(result, self.questions[0], width)


def plan(result: QuarterResult, questionnaire: Questionnaire) -> list[Plan]:
    """In the order of the questionnaire: questions first, then regions, then trends."""
    closed = [question for question in questionnaire.closed if _is_shown(result, question)]
    return [
        *_scales(closed),
        *(Plan("shares", (each,)) for each in closed if not is_ordinal(each)),
        *(Plan("regions", (each,)) for each in closed if _has_regions(result, each)),
        *(Plan("trend", (each,)) for each in closed if _has_trend(result, each)),
    ]


def specs_of(result: QuarterResult, questionnaire: Questionnaire, language: str) -> list[Drawable]:
    """Every chart of a result in both widths: what the worker has to draw."""
    with speaking(language):
        return [
            each.shape(result, width)
            for each in plan(result, questionnaire)
            for width in get_args(Width)
        ]


def is_ordinal(question: Question) -> bool:
    """A scale whose positive answers are exactly those above its middle."""
    steps = building.scale_of(question)
    above = steps[(len(steps) + 1) // 2 :]
    return (
        question.type == "scale" and 3 <= len(steps) <= 5 and set(above) == set(question.positive)
    )


def _scales(closed: list[Question]) -> Iterator[Plan]:
    scales: dict[str, list[Question]] = {}
    for question in filter(is_ordinal, closed):
        scales.setdefault(repr(question.options), []).append(question)
    return (Plan("ordinal", tuple(questions)) for questions in scales.values())


def _is_shown(result: QuarterResult, question: Question) -> bool:
    return any(each.question == question.id and not each.withheld for each in result.questions)


def _has_regions(result: QuarterResult, question: Question) -> bool:
    rows = result.regions.get(question.id, ())
    return len([row for row in rows if row.positive is not None]) >= 2


def _has_trend(result: QuarterResult, question: Question) -> bool:
    points = result.trend.get(question.id, ())
    return len([point for point in points[-5:] if point.positive is not None]) >= 2
