"""Every chart of a result."""

from typing import get_args

from app.lib.i18n import speaking
from app.questionnaires.definition import Questionnaire
from app.results.charts.planning import plan
from app.results.charts.shapes import Drawable, Width
from app.results.figures import QuarterResult


def make_shapes(
    result: QuarterResult, questionnaire: Questionnaire, language: str
) -> list[Drawable]:
    """In both widths."""
    with speaking(language):
        return [
            each.shape(result, width)
            for each in plan(result, questionnaire)
            for width in get_args(Width)
        ]
