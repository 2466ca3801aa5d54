"""Who may ask. Every route names one of these; a route that names none is refused to everybody."""

from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from app.lib.errors import NotAllowed
from app.web.asked import Connection
from app.web.signed_in import NotSignedIn, current


# Guards are async because the framework runs the others in a thread, one for each request.
async def anyone(_connection: Connection, _handler: BaseRouteHandler) -> None:
    """Said on purpose: this page is for everybody."""


def needs(*roles: str) -> Guard:
    """Somebody signed in who holds at least one of the roles, somewhere."""

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        person = await current(connection)
        if person is None:
            raise NotSignedIn
        if roles and not person.has(*roles):
            raise NotAllowed

    guard.__name__ = f"needs_{'_or_'.join(roles) or 'a_person'}"
    _FOR_WHOM.add(guard)
    return guard


async def named(connection: Connection, handler: BaseRouteHandler) -> None:
    """The whole program's guard: NotAllowed where no other says for whom the route is."""
    is_frameworks_own = connection.scope.get("method") == "OPTIONS"  # which methods there are
    if not is_frameworks_own and _FOR_WHOM.isdisjoint(handler.resolve_guards()):
        raise NotAllowed


_FOR_WHOM: set[Guard] = {anyone}
