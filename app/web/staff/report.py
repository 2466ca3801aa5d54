"""The director's report: a quarter as it stands now, from the snapshots that everybody reads."""

from collections.abc import Sequence
from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import DIRECTOR
from app.lib.i18n import spoken
from app.lib.mediatypes import MEDIA_TYPES
from app.parts import Parts
from app.publications.viewing import shapes, views
from app.questionnaires.loading import Shelf
from app.registry import searching
from app.results.assembling import quarter_results
from app.results.charts import drawings
from app.results.describing import certainty
from app.results.exports import to_csv
from app.results.figures import QuarterResult
from app.results.leading import headline, told
from app.web.asked import Asked
from app.web.guards import needs
from app.web.pages import download
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.places import place
from app.web.staff.quarters import newest, read_quarter


@get("/report", guards=[needs(DIRECTOR)])
async def first_report(
    people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Redirect:
    inspectorate = await place(people, person, DIRECTOR)
    return Redirect(f"/staff/report/{inspectorate.slug}", status_code=303)


@get("/report/{slug:str}", guards=[needs(DIRECTOR)])
async def newest_report(
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    inspectorate = await place(people, person, DIRECTOR, slug)
    quarter = await newest(people, inspectorate, now)
    return Redirect(f"/staff/report/{slug}/{quarter.slug}", status_code=303)


@get("/report/{slug:str}/{written:str}", guards=[needs(DIRECTOR)])
async def report(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    inspectorate = await place(people, person, DIRECTOR, slug)
    quarter = read_quarter(written, inspectorate, now)
    results = await quarter_results(people, ballots, parts.shelf, inspectorate, quarter)
    found = views(results, parts.shelf)
    return staff_page(
        request,
        person,
        "report.html",
        inspectorate=inspectorate,
        quarter=quarter,
        quarters=await searching.quarters(people, inspectorate.id),
        headline=headline(results, parts.shelf, quarter),
        note=_note(results, parts.shelf),
        waiting=sum(one.waiting for one in results),
        invited=[one for one in found if one.result.channel == "invited"],
        open_channel=[one for one in found if one.result.channel == "open"],
        charts=await drawings.find(people, [shape for one in found for shape in shapes(one)]),
    )


@get("/report/{slug:str}/{written:str}/data.csv", guards=[needs(DIRECTOR)])
async def report_data(
    slug: FromPath[str],
    written: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    inspectorate = await place(people, person, DIRECTOR, slug)
    quarter = read_quarter(written, inspectorate, now)
    results = await quarter_results(people, ballots, parts.shelf, inspectorate, quarter)
    name = f"pikir-{slug}-{quarter.slug}-{spoken()}.csv"
    return download(to_csv(results, parts.shelf, spoken()), name, MEDIA_TYPES["csv"])


def _note(results: Sequence[QuarterResult], shelf: Shelf) -> str:
    """Whether the change in the headline is more than chance."""
    for _question, result in told(results, shelf)[:1]:
        return certainty(result.last_quarter) if result.last_quarter else ""
    return ""
