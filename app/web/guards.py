"""Who may ask. Every route names one of these; with a route that names none nothing starts."""

from litestar import Litestar
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from app.accounts.roles import ADMINISTRATOR
from app.lib.errors import NotAllowed
from app.web.asked import Connection
from app.web.bearers import bearer_of
from app.web.signed_in import NotSignedIn, SecondFactorMissing, current


class Unguarded(LookupError):
    """A route names none of these guards."""


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
        # Who may do everything is not let in by a password alone; what else they are is.
        others = set(roles) - {ADMINISTRATOR}
        if ADMINISTRATOR in roles and not person.has_second_factor and not person.has(*others):
            raise SecondFactorMissing

    guard.__name__ = f"needs_{'_or_'.join(roles) or 'a_person'}"
    _FOR_WHOM.add(guard)
    return guard


def needs_scope(scope: str) -> Guard:
    """Another system, whose token is good for this. Cookies count for nothing here."""

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        connection.state["bearer"] = await bearer_of(connection, scope)

    guard.__name__ = f"needs_scope_{scope}"
    _FOR_WHOM.add(guard)
    return guard


def check(app: Litestar) -> None:
    """Raises Unguarded, so that a route that was forgotten is found before anybody can ask."""
    for path, handlers in app.route_handler_method_map.items():
        for method, handler in handlers.items():
            is_frameworks_own = method == "OPTIONS"  # which methods there are
            if not is_frameworks_own and _FOR_WHOM.isdisjoint(handler.resolve_guards()):
                raise Unguarded(f"{method} {path} does not say for whom it is.")


_FOR_WHOM: set[Guard] = {anyone}
