"""What a page shows of each result: the questions by theme, then regions, kinds and quarters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.questionnaires.definition import Questionnaire
from app.results import headings
from app.results.charts.shapes import Drawable
from app.results.exhibits import Exhibit, at_a_glance, exhibits_of, not_shown
from app.results.figures import QuarterResult
from app.results.flat import Editions
from app.results.glancing import Glance, Since, changes, part
from app.results.parts import By, Part, parts_of, rows_by


@dataclass(frozen=True)
class Section:
    """Without a title where the questionnaire is not divided."""

    name: str  # unique in the page, fit for an id
    title: str
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True)
class Breakdown:
    """Regions, kinds or quarters: open for the question that nobody skips, else folded."""

    leading: tuple[Exhibit, ...] = ()
    folded: tuple[Exhibit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.leading or self.folded)


@dataclass(frozen=True)
class View:
    result: QuarterResult
    questionnaire: Questionnaire
    name: str
    sections: tuple[Section, ...]
    regions: Breakdown
    kinds: Breakdown
    trends: Breakdown
    not_shown: str


def views(results: Sequence[QuarterResult], editions: Editions) -> list[View]:
    """In the language being spoken."""
    return [view(one, editions.edition(one.questionnaire, one.edition)) for one in results]


def view(result: QuarterResult, questionnaire: Questionnaire) -> View:
    name = _name(result)
    exhibits = [
        replace(exhibit, name=f"{name}-{exhibit.name}")
        for exhibit in exhibits_of(result, questionnaire)
    ]
    return View(
        result,
        questionnaire,
        name,
        sections=_sections(name, questionnaire, _of_kind(exhibits, "ordinal", "shares")),
        regions=_breakdown(_of_kind(exhibits, "regions")),
        kinds=_breakdown(_of_kind(exhibits, "kinds")),
        trends=_breakdown(_of_kind(exhibits, "trend")),
        not_shown=not_shown(result, questionnaire),
    )


def shapes(of: View) -> list[Drawable]:
    """Every chart that the page shows."""
    whole = [exhibit for section in of.sections for exhibit in section.exhibits]
    whole += [*of.regions.leading, *of.kinds.leading, *of.trends.leading]
    folded = [*of.regions.folded, *of.kinds.folded, *of.trends.folded]
    both = [shape for exhibit in whole for shape in (exhibit.wide, exhibit.narrow)]
    return [*both, *(exhibit.narrow for exhibit in folded)]


def where(of: View) -> str:
    """What heads regions and kinds together: who stands apart in the question that leads them."""
    found: dict[By, Breakdown] = {"regions": of.regions, "kinds": of.kinds}
    questions = [each.question for block in found.values() for each in block.leading]
    if not questions:
        return _("Regions and kinds of inspection")
    rows = {by: rows_by(of.result, by)[questions[0].id] for by in found if found[by].leading}
    return headings.breakdown(questions[0], rows)


def compared(result: QuarterResult, questionnaire: Questionnaire, since: Since) -> Exhibit | None:
    """All questions of the whole at a glance."""
    return _at_a_glance(changes(result, questionnaire, since), result)


def of_part(result: QuarterResult, questionnaire: Questionnaire, of: Part) -> Exhibit | None:
    """All questions of one region or kind at a glance."""
    return _at_a_glance(part(result, questionnaire, of), result)


def report_shapes(result: QuarterResult, questionnaire: Questionnaire) -> list[Drawable]:
    """What the director's report shows beside the shapes of its view, under every filter."""
    wholes = [compared(result, questionnaire, since) for since in get_args(Since)]
    parts = [*parts_of(result, "regions"), *parts_of(result, "kinds")]
    narrow = [of_part(result, questionnaire, each) for each in parts]
    return [
        *(shape for each in wholes if each for shape in (each.wide, each.narrow)),
        *(each.narrow for each in narrow if each),
    ]


def _at_a_glance(of: Glance, result: QuarterResult) -> Exhibit | None:
    exhibit = at_a_glance(of)
    return exhibit and replace(exhibit, name=f"{_name(result)}-{exhibit.name}")


def _name(result: QuarterResult) -> str:
    """Unique among the results of a quarter, fit for an id."""
    return f"{result.channel}-{result.questionnaire}-{result.edition}"


def _sections(
    name: str, questionnaire: Questionnaire, exhibits: Sequence[Exhibit]
) -> tuple[Section, ...]:
    """Only those with something to show."""
    if not questionnaire.themes:
        return (Section(f"{name}-questions", "", tuple(exhibits)),) if exhibits else ()
    return tuple(
        Section(f"{name}-{theme.id}", theme.title[spoken()], found)
        for theme in questionnaire.themes
        if (found := tuple(each for each in exhibits if each.question.theme == theme.id))
    )


def _breakdown(exhibits: Sequence[Exhibit]) -> Breakdown:
    return Breakdown(
        tuple(each for each in exhibits if each.question.required),
        tuple(each for each in exhibits if not each.question.required),
    )


def _of_kind(exhibits: Iterable[Exhibit], *kinds: str) -> tuple[Exhibit, ...]:
    return tuple(each for each in exhibits if each.kind in kinds)
