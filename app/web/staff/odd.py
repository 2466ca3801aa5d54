"""For the ministry: records whose address or taxpayer's number looks odd. Nothing was refused."""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import MINISTRY
from app.registry.kinds import label
from app.registry.odd import newest
from app.registry.regions import region_name
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page


@get("/odd", guards=[needs(MINISTRY)])
async def odd(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str]:
    return staff_page(
        request,
        person,
        "odd.html",
        records=await newest(people),
        region_name=region_name,
        label=label,
    )
