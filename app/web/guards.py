"""Who may ask. Every route names one of these; a test refuses a route that names none."""

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from app.lib.errors import NotAllowed
from app.web.signed_in import NotSignedIn, current


async def anyone(_connection: ASGIConnection, _handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Said on purpose: this page is for everybody."""
    # A coroutine because Litestar sends plain guards to a thread: half the time of a survey page.


def needs(*roles: str) -> Guard:
    """Somebody signed in who holds at least one of the roles, somewhere."""

    async def guard(connection: ASGIConnection, _handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
        person = await current(connection)
        if person is None:
            raise NotSignedIn
        if roles and not person.has(*roles):
            raise NotAllowed

    guard.__name__ = f"needs_{'_or_'.join(roles) or 'a_person'}"
    return guard
