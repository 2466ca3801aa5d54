"""For the ministry: acts whose letter was read by somebody who says that it was not theirs.

No inspector and no director sees this: whoever spoke up must not be looked for by those concerned.
"""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import MINISTRY
from app.invitations.denials import counts, newest
from app.registry.regions import region_name
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page


@get("/not-mine", guards=[needs(MINISTRY)])
async def denials(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str]:
    return staff_page(
        request,
        person,
        "denials.html",
        counts=await counts(people),
        denied=await newest(people),
        region_name=region_name,
    )
