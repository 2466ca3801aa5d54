"""Results: the quarter so far for everybody, other quarters for the inspectorate itself."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tokens import Bearer, Scope
from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.parts import Parts
from app.publications.calendar import due_at
from app.registry import inspectorates
from app.results.assembling import quarter_results
from app.results.figures import QuarterResult
from app.web.api import replying
from app.web.asked import Asked
from app.web.guards import anyone, needs_scope
from app.web.public.so_far import chosen_of, quarters_running
from app.web.staff.quarters import read_quarter

LASTS = timedelta(minutes=5)


@dataclass(frozen=True)
class SoFar:
    """Provisional figures of one questionnaire, as they stand on the public page: each moves only
    when ten more answers have been mixed. Null: nobody was invited to the open questionnaire.
    """

    inspections: int | None
    invited: int | None
    figures: QuarterResult


@dataclass(frozen=True)
class Running:
    """A quarter that is not released yet."""

    inspectorate: str
    quarter: str
    answers_until: date
    release_due_at: datetime
    results: list[SoFar]


@dataclass(frozen=True)
class Standing:
    """A quarter as it stands now, as the inspectorate's director sees it."""

    inspectorate: str
    quarter: str
    results: list[QuarterResult]


@get("/results/{slug:str}/so-far", guards=[anyone])
async def show_so_far(
    request: Asked,
    slug: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    inspectorate = await inspectorates.named(people, slug)
    running = await quarters_running(people, ballots, inspectorate, now)
    asked = request.query_params.get("quarter")
    quarter = chosen_of(running, None if asked is None else asked.lower())
    results = await quarter_results(people, ballots, parts.shelf, inspectorate, quarter)
    due = due_at(quarter, inspectorate.country)
    value = Running(slug, str(quarter), quarter.closes_on, due, [_so_far(one) for one in results])
    return replying.public(request, value, LASTS)


@get("/results/{slug:str}/{quarter:str}", guards=[needs_scope(Scope.RESULTS)])
async def show_quarter(
    slug: FromPath[str],
    quarter: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    bearer: NamedDependency[Bearer],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    inspectorate = await inspectorates.named(people, slug)
    if inspectorate.id != bearer.inspectorate_id:
        raise NotFound
    wanted: Quarter = read_quarter(quarter, inspectorate, now)
    results = await quarter_results(people, ballots, parts.shelf, inspectorate, wanted)
    return replying.private(Standing(slug, str(wanted), results))


def _so_far(result: QuarterResult) -> SoFar:
    """Before the release everybody sees how many were invited, but not how far letters got."""
    rates = result.rates
    return SoFar(
        rates.inspections if rates else None,
        rates.invited if rates else None,
        replace(result, rates=None),
    )
