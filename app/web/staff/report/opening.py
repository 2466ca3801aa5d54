"""Whose report it is, and the way to its newest quarter."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import DIRECTOR, MINISTRY
from app.lib.quarters import Quarter
from app.registry.tables import Inspectorate
from app.remarks.counting import Counts, counts
from app.remarks.place import Place
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.places import place
from app.web.staff.quarters import newest

READERS = (DIRECTOR, MINISTRY)  # of their own inspectorate; of every one


async def read_place(
    people: AsyncSession, person: SignedIn, slug: str | None = None
) -> Inspectorate:
    """The inspectorate of that slug, or the first; NotAllowed where the person reads no report."""
    return await place(people, person, READERS, slug)


async def remark_counts(
    people: AsyncSession,
    ballots: AsyncSession,
    person: SignedIn,
    inspectorate: Inspectorate,
    quarter: Quarter,
) -> Counts | None:
    """For those who may read them."""
    if not person.may(inspectorate.id, DIRECTOR):
        return None
    return await counts(people, ballots, Place.of(inspectorate, quarter))


@get("/report", guards=[needs(*READERS)])
async def first_report(
    people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Redirect:
    inspectorate = await read_place(people, person)
    return Redirect(f"/staff/report/{inspectorate.slug}", status_code=303)


@get("/report/{slug:str}", guards=[needs(*READERS)])
async def newest_report(
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    inspectorate = await read_place(people, person, slug)
    quarter = await newest(people, inspectorate, now)
    return Redirect(f"/staff/report/{slug}/{quarter.slug}", status_code=303)
