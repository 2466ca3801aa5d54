"""What inspectors ask, answered on one page."""

from litestar import Response, get
from litestar.di import NamedDependency

from app.accounts.roles import INSPECTOR
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page


@get("/help", guards=[needs(INSPECTOR)])
async def for_inspectors(request: Asked, person: NamedDependency[SignedIn]) -> Response[str]:
    return staff_page(request, person, "help.html")
