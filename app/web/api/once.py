"""An act of the API happens once, however often its call is repeated with the same key."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from litestar import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import kept
from app.accounts.kept import Call, Reply
from app.accounts.tokens import Bearer
from app.parts import Parts
from app.web.api import replying
from app.web.api.asking import idempotency_key
from app.web.asked import Asked

Act = Callable[[AsyncSession], Awaitable[Reply]]


async def once(
    request: Asked, parts: Parts, bearer: Bearer, now: datetime, body: bytes, act: Act
) -> Response[bytes]:
    """The reply of `act`, which runs in one transaction; or the one that the same call had before.

    The beginning is on record before the act, in a transaction of its own: so a call that comes
    while the first is still worked on learns that. Raises KeyReused, InProgress.
    """
    key = idempotency_key(request)
    if key is None:
        async with parts.people.transaction() as session:
            return replying.kept(await act(session), is_replayed=False)
    whole = f"{request.method} {request.url.path}\n".encode() + body
    call = Call.of(parts.settings.pepper, bearer.token_id, key, whole)
    async with parts.people.transaction() as session:
        before = await kept.begin(session, call, now)
    if before:
        return replying.kept(before, is_replayed=True)
    try:
        async with parts.people.transaction() as session:
            reply = await act(session)
            await kept.keep(session, call, reply)
    except Exception:
        async with parts.people.transaction() as session:
            await kept.forget(session, call)
        raise
    return replying.kept(reply, is_replayed=False)
