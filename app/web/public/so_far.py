"""The quarter so far: provisional figures, from the same snapshots that everybody sees."""

from datetime import datetime

from litestar import Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxes import of_quarter
from app.lib.dates import local_day
from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.publications.archive import find
from app.publications.calendar import due_at
from app.publications.viewing import shapes, views
from app.registry import inspectorates
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.results.assembling import quarter_results
from app.results.charts import drawings
from app.results.figures import QuarterResult
from app.web.guards import anyone
from app.web.languages import known
from app.web.pages import alternates, page


@get("/{language:str}/so-far/{slug:str}", guards=[anyone])
async def so_far(
    language: FromPath[str],
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
    state: State,
    quarter: FromQuery[str | None] = None,
) -> Response[str]:
    known(language)
    inspectorate = await inspectorates.named(people, slug)
    running = await quarters_running(people, ballots, inspectorate, now)
    chosen = chosen_of(running, quarter)
    questionnaires = state.parts.shelf
    results = await quarter_results(people, ballots, questionnaires, inspectorate, chosen)
    found = views(sorted(results, key=_weight), questionnaires)
    wanted = [shape for each in found for shape in shapes(each)]
    path = f"/{{lang}}/so-far/{slug}?quarter={chosen.slug}"
    return page(
        "public/so_far.html",
        masthead=inspectorate.names[language]["name"],
        alternates=alternates(path),
        inspectorate=inspectorate,
        quarter=chosen,
        running=running,
        release_day=local_day(due_at(chosen, inspectorate.country), zone(inspectorate.country)),
        views=found,
        charts=await drawings.find(people, wanted),
    )


async def quarters_running(
    people: AsyncSession, ballots: AsyncSession, inspectorate: Inspectorate, now: datetime
) -> list[Quarter]:
    """The present quarter, and before it the last one while it has a box and no release."""
    present = Quarter.of(local_day(now, zone(inspectorate.country)))
    last = present.previous
    is_running = await of_quarter(ballots, inspectorate.slug, last) and not await find(
        people, inspectorate, last
    )
    return [last, present] if is_running else [present]


def _weight(result: QuarterResult) -> tuple[bool, int]:
    """Answers to letters first, and of these the questionnaire with the most."""
    return result.channel != "invited", -result.answered


def chosen_of(running: list[Quarter], asked: str | None) -> Quarter:
    """The one asked for; without a wish the older one, which has more answers."""
    if asked is None:
        return running[0]
    for quarter in running:
        if quarter.slug == asked:
            return quarter
    raise NotFound
