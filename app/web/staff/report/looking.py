"""What a report's page shows of its results: worked out and written once, for all who look at it.

It follows from the results, the choice and the language alone, moves as seldom as they do, and
takes far longer to write than to read: so it is remembered by all that it follows from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from app.lib.i18n import spoken
from app.lib.templates import render
from app.publications.viewing import View, compared, of_part, shapes, views, where
from app.questionnaires.loading import Shelf
from app.results import describing, headings
from app.results.charts.shapes import Drawable
from app.results.figures import QuarterResult
from app.results.leading import principal, told
from app.results.losing import largest, steps
from app.results.parts import Part
from app.results.summing_up import sum_up
from app.web.staff.report.choosing import Choice

_REMEMBERED = 16  # not more: one keeps about a megabyte


@dataclass(frozen=True)
class Look:
    """Two that are equal show the same."""

    results: tuple[QuarterResult, ...]
    shelf: Shelf
    choice: Choice
    language: str


@dataclass(frozen=True)
class Seen:
    """`context` is for the template, `wanted` are all charts in it."""

    context: Mapping[str, Any]
    wanted: Sequence[Drawable]


@dataclass(frozen=True)
class Silent:
    """What those whose answers are missing could at most make of a question's share."""

    question: str
    words: str


def look(results: Sequence[QuarterResult], shelf: Shelf, choice: Choice) -> Look:
    """In the language being spoken."""
    return Look(tuple(results), shelf, choice, spoken())


@lru_cache(maxsize=_REMEMBERED)
def seen(of: Look) -> Seen:
    return _part(of, of.choice.part) if of.choice.part else _whole(of)


@lru_cache(maxsize=_REMEMBERED)
def figures(of: Look, charts: frozenset[tuple[str, str]]) -> dict[str, Markup]:
    """The parts of the whole's page that are full of them. `charts`: hashes with drawings."""
    context = {**seen(of).context, "charts": dict(charts)}
    return {
        "of_invited": Markup(render("staff/report/invited.html", **context)),  # noqa: S704 (ours)
        "of_open": Markup(render("publications/quarter/open.html", **context)),  # noqa: S704
    }


def _part(of: Look, part: Part) -> Seen:
    found = []
    for result in of.results:
        questionnaire = of.shelf.edition(result.questionnaire, result.edition)
        if glance := of_part(result, questionnaire, part):
            found.append((result, questionnaire, glance))
    wanted = [glance.narrow for _result, _questionnaire, glance in found]
    return Seen({"glances": found}, wanted)


def _whole(of: Look) -> Seen:
    found = views(of.results, of.shelf)
    main = principal(of.results)
    invited = sorted(
        (view for view in found if view.result.channel == "invited"),
        key=lambda view: view.result is not main,
    )
    glances = {
        view.name: compared(view.result, view.questionnaire, of.choice.since) for view in invited
    }
    context = {
        "summary": sum_up(of.results, of.shelf, of.choice.quarter, of.choice.since),
        "invited": invited,
        "open_channel": [view for view in found if view.result.channel == "open"],
        "glances": glances,
        "spreads": {view.name: _spread(view) for view in invited},
        "where": where,
        "silent": {view.name: _silent(view, of.shelf) for view in invited},
        "steps": steps,
        "largest": largest,
    }
    both = [shape for each in glances.values() if each for shape in (each.wide, each.narrow)]
    return Seen(context, [*both, *(shape for view in found for shape in shapes(view))])


def _spread(view: View) -> str:
    """The finding over all questions of a questionnaire."""
    shown = [
        view.questionnaire.question(each.question)
        for each in view.result.questions
        if each.positive is not None
    ]
    return headings.ordinal(view.result, shown)


def _silent(view: View, shelf: Shelf) -> Silent | None:
    """Of the leading question."""
    for question, of in told([view.result], shelf)[:1]:
        if of.bounds:
            return Silent(question.short[spoken()], describing.without_the_silent(of.bounds))
    return None
