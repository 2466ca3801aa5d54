"""All inspectorates in one quarter: how many inspectors each has, and how many to ask about."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import MINISTRY
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.signals import places


@get("/signals", guards=[needs(MINISTRY)])
async def show_quarter(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    quarter: FromQuery[str] = "",
) -> Response[str]:
    every = await places.quarters(people)
    shown = places.chosen(quarter, every)
    return staff_page(
        request,
        person,
        "signals/quarter.html",
        quarter=shown,
        quarters=every,
        inspectorates=await places.by_name(people),
        watched=await places.watched(people, shown) if shown else None,
    )
