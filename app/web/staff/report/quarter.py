"""The director's report: a quarter as it stands now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.parts import Parts
from app.publications.standing import standing
from app.registry import searching
from app.registry.tables import Inspectorate
from app.results.charts import drawings
from app.results.figures import QuarterResult
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.quarters import read_quarter
from app.web.staff.report import choosing, looking
from app.web.staff.report.choosing import Choice
from app.web.staff.report.opening import READERS, read_place, remark_counts


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
    stands = await standing(people, ballots, parts.shelf, inspectorate, quarter, now)
    here = looking.look(stands.results, parts.shelf, choice)
    shown = looking.seen(here)
    charts = await drawings.find(people, shown.wanted)
    return staff_page(
        request,
        person,
        "report/part.html" if choice.part else "report/quarter.html",
        **shown.context,
        **({"charts": charts} if choice.part else looking.figures(here, frozenset(charts.items()))),
        **_ways(inspectorate, choice, stands.results),
        periods=choosing.periods(
            inspectorate, quarter, await searching.quarters(people, inspectorate.id)
        ),
        inspectorate=inspectorate,
        choice=choice,
        standing=stands,
        remarks=await remark_counts(people, ballots, person, inspectorate, quarter),
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
