"""Which system is asking: the token of the Authorization header (RFC 6750), looked up once."""

from litestar.exceptions import ServiceUnavailableException

from app.accounts import holding, throttling, tokens
from app.accounts.tables import Token
from app.accounts.tokens import Bearer
from app.lib import clock
from app.lib.db import Database
from app.lib.errors import NotAllowed, RuleBroken
from app.lib.networks import network
from app.parts import Parts
from app.web.asked import Asked, Connection

__all__ = ["Bearer", "NoToken", "WrongScope", "bearer_of", "provide_bearer"]


_LATER = {"Retry-After": "3600"}  # after a restore, until a person has looked


class NoToken(RuleBroken):
    """No token came with the request, or one that is unknown, revoked or expired."""

    def __init__(self, *, is_wrong: bool) -> None:
        super().__init__()
        self.is_wrong = is_wrong


class WrongScope(NotAllowed):
    """The token is good, but not for this."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope


async def bearer_of(connection: Connection, scope: str) -> Bearer:
    """Raises NoToken, WrongScope; TooMany after ten wrong tokens in five minutes from a network;
    ServiceUnavailableException after a restore, until somebody has looked through the tokens.
    """
    scheme, _blank, text = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise NoToken(is_wrong=bool(scheme))
    parts: Parts = connection.app.state.parts
    token = await _look_up(parts.people, text.strip())
    if token is None:
        await _count_failure(connection, parts)
        raise NoToken(is_wrong=True)
    if scope not in token.scopes.split():
        raise WrongScope(scope)
    return Bearer(token.id, token.inspectorate_id, frozenset(token.scopes.split()))


async def provide_bearer(request: Asked) -> Bearer:
    """For handlers: a guard that `needs_scope` has seen to it."""
    found: Bearer = request.state["bearer"]
    return found


async def _look_up(people: Database, text: str) -> Token | None:
    now = clock.now()
    async with people.reading() as session:
        if await holding.held_since(session):
            raise ServiceUnavailableException(headers=_LATER)
        found = await tokens.bearer_of(session, text, now)
    if found and found.last_used_on != now.date():
        async with people.transaction() as session:
            await tokens.note_use(session, found.id, now.date())
    return found


async def _count_failure(connection: Connection, parts: Parts) -> None:
    """Only who fails is slowed down: who holds a token needs no guesses."""
    address = connection.client.host if connection.client else ""
    key = throttling.key(parts.settings.pepper, "token", network(address, v4=32, v6=64))
    async with parts.people.transaction() as session:
        await throttling.admit(session, [key], clock.now())
