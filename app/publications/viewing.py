"""What a release's page shows of each result: a choice of exhibits that a telephone can carry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.questionnaires.definition import Questionnaire
from app.results.charts.shapes import Drawable
from app.results.exhibits import Exhibit, exhibits_of, not_shown
from app.results.figures import QuarterResult
from app.results.flat import Editions

# A chart of every question by region and quarter would be too heavy for a telephone: only the
# question that nobody skips has them, the others have tables.
_FOLDED = ("regions", "trend")


@dataclass(frozen=True)
class View:
    """`tables` are regions and trends that have no chart."""

    result: QuarterResult
    questionnaire: Questionnaire
    name: str
    questions: tuple[Exhibit, ...]
    regions: tuple[Exhibit, ...]
    trends: tuple[Exhibit, ...]
    tables: tuple[Exhibit, ...]
    not_shown: str


def views(results: Sequence[QuarterResult], editions: Editions) -> list[View]:
    """In the language being spoken."""
    return [view(one, editions.edition(one.questionnaire, one.edition)) for one in results]


def view(result: QuarterResult, questionnaire: Questionnaire) -> View:
    name = f"{result.channel}-{result.questionnaire}-{result.edition}"
    exhibits = [
        replace(exhibit, name=f"{name}-{exhibit.name}")
        for exhibit in exhibits_of(result, questionnaire)
    ]
    leading = {f"{name}-{kind}-{each.id}" for kind in _FOLDED for each in questionnaire.required}
    folded = [each for each in exhibits if each.kind in _FOLDED and each.name not in leading]
    shown = [each for each in exhibits if each not in folded]
    return View(
        result,
        questionnaire,
        name,
        questions=_of_kind(shown, "ordinal", "shares"),
        regions=_of_kind(shown, "regions"),
        trends=_of_kind(shown, "trend"),
        tables=tuple(folded),
        not_shown=not_shown(result, questionnaire),
    )


def shapes(of: View) -> list[Drawable]:
    """Every chart of it, in both widths."""
    return [
        shape
        for exhibit in (*of.questions, *of.regions, *of.trends)
        for shape in (exhibit.wide, exhibit.narrow)
    ]


def _of_kind(exhibits: Iterable[Exhibit], *kinds: str) -> tuple[Exhibit, ...]:
    return tuple(each for each in exhibits if each.kind in kinds)
