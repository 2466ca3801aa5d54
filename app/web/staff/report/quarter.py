"""The director's report: a quarter as it stands now, from the snapshots that everybody reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.i18n import spoken
from app.parts import Parts
from app.publications.viewing import View, compared, of_part, shapes, views, where
from app.questionnaires.loading import Shelf
from app.registry import searching
from app.registry.tables import Inspectorate
from app.results import describing, headings
from app.results.assembling import quarter_results
from app.results.charts import drawings
from app.results.charts.shapes import Drawable
from app.results.figures import QuarterResult
from app.results.leading import principal, told
from app.results.losing import largest, steps
from app.results.parts import Part
from app.results.summing_up import sum_up
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.quarters import read_quarter
from app.web.staff.report import choosing
from app.web.staff.report.choosing import Choice
from app.web.staff.report.opening import READERS, read_place, remark_counts


@dataclass(frozen=True)
class Silent:
    """What those whose answers are missing could at most make of a question's share."""

    question: str
    words: str


@get("/report/{slug:str}/{written:str}", guards=[needs(*READERS)])
async def report(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
    region: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    compare: FromQuery[str | None] = None,
) -> Response[str]:
    inspectorate = await read_place(people, person, slug)
    quarter = read_quarter(written, inspectorate, now)
    choice = choosing.choose(inspectorate, quarter, region, kind, compare)
    results = await quarter_results(people, ballots, parts.shelf, inspectorate, quarter)
    shown, wanted = _shown(results, parts.shelf, choice)
    return staff_page(
        request,
        person,
        "report/part.html" if choice.part else "report/quarter.html",
        **shown,
        **_ways(inspectorate, choice, results),
        periods=choosing.periods(
            inspectorate, quarter, await searching.quarters(people, inspectorate.id)
        ),
        inspectorate=inspectorate,
        choice=choice,
        remarks=await remark_counts(people, ballots, person, inspectorate, quarter),
        charts=await drawings.find(people, wanted),
    )


def _ways(
    inspectorate: Inspectorate, choice: Choice, results: Sequence[QuarterResult]
) -> dict[str, Any]:
    start = f"/staff/report/{inspectorate.slug}/{choice.quarter.slug}"
    return {
        "start": start,
        "shown_in_words": choosing.in_words(choice),
        "comparisons": choosing.comparisons(start, choice),
        "regions": choosing.parts(start, choice, results, "regions"),
        "kinds": choosing.parts(start, choice, results, "kinds"),
    }


def _shown(
    results: Sequence[QuarterResult], shelf: Shelf, choice: Choice
) -> tuple[dict[str, Any], list[Drawable]]:
    """For the template, and all charts in it."""
    return _part(results, shelf, choice.part) if choice.part else _whole(results, shelf, choice)


def _part(
    results: Sequence[QuarterResult], shelf: Shelf, part: Part
) -> tuple[dict[str, Any], list[Drawable]]:
    found = []
    for result in results:
        questionnaire = shelf.edition(result.questionnaire, result.edition)
        if glance := of_part(result, questionnaire, part):
            found.append((result, questionnaire, glance))
    return {"glances": found}, [glance.narrow for _result, _questionnaire, glance in found]


def _whole(
    results: Sequence[QuarterResult], shelf: Shelf, choice: Choice
) -> tuple[dict[str, Any], list[Drawable]]:
    found = views(results, shelf)
    main = principal(results)
    invited = sorted(
        (view for view in found if view.result.channel == "invited"),
        key=lambda view: view.result is not main,
    )
    glances = {
        view.name: compared(view.result, view.questionnaire, choice.since) for view in invited
    }
    shown: dict[str, Any] = {
        "summary": sum_up(results, shelf, choice.quarter, choice.since),
        "invited": invited,
        "open_channel": [view for view in found if view.result.channel == "open"],
        "glances": glances,
        "spreads": {view.name: _spread(view) for view in invited},
        "where": where,
        "silent": {view.name: _silent(view, shelf) for view in invited},
        "steps": steps,
        "largest": largest,
    }
    both = [shape for each in glances.values() if each for shape in (each.wide, each.narrow)]
    return shown, [*both, *(shape for view in found for shape in shapes(view))]


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
