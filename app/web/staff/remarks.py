"""What entrepreneurs wrote in their own words, once it has been mixed."""

from collections.abc import Iterable
from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import DIRECTOR
from app.ballots import showing
from app.ballots.showing import Said
from app.registry import searching
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.places import place
from app.web.staff.quarters import newest, read_quarter


@get("/remarks/{slug:str}", guards=[needs(DIRECTOR)])
async def newest_remarks(
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    inspectorate = await place(people, person, DIRECTOR, slug)
    quarter = await newest(people, inspectorate, now)
    return Redirect(f"/staff/remarks/{slug}/{quarter.slug}", status_code=303)


@get("/remarks/{slug:str}/{written:str}", guards=[needs(DIRECTOR)])
async def remarks(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    inspectorate = await place(people, person, DIRECTOR, slug)
    quarter = read_quarter(written, inspectorate, now)
    return staff_page(
        request,
        person,
        "remarks.html",
        inspectorate=inspectorate,
        quarter=quarter,
        quarters=await searching.quarters(people, inspectorate.id),
        remarks=_alphabetical(await showing.remarks(ballots, slug, quarter)),
    )


def _alphabetical(said: Iterable[Said]) -> list[str]:
    """An order that says nothing about when, or with which answers, a remark came."""
    return sorted((one.text for one in said), key=str.casefold)
