"""Replies kept for a day: a call that is repeated with its key gets the same one, and acts once."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import and_, col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import KeptReply
from app.lib.errors import RuleBroken

FOR = timedelta(hours=24)
# Longer than any call may take: after that, the process that worked on it has died.
ABANDONED = timedelta(minutes=2)


class InProgress(RuleBroken):
    """The same call is being worked on at this moment."""


class KeyReused(RuleBroken):
    """The key came before, with another body."""


@dataclass(frozen=True)
class Call:
    """What makes two calls the same: whose, with which key and which body. Digests only."""

    token_id: UUID
    key: bytes
    body: bytes

    @classmethod
    def of(cls, pepper: bytes, token_id: UUID, key: str, body: bytes) -> "Call":
        """`body` with all that it is sent to. Keyed: a body that holds an address is guessable."""
        return cls(token_id, _digest(pepper, b"key", key.encode()), _digest(pepper, b"body", body))


@dataclass(frozen=True)
class Reply:
    status: int
    content: str
    location: str = ""


async def begin(session: AsyncSession, call: Call, now: datetime) -> Reply | None:
    """The reply to the same call, if there was one; else the call begins now, and must end in
    `keep` or `forget`. Raises KeyReused, InProgress.
    """
    is_old = col(KeptReply.begun_at) <= now - FOR
    is_dead = and_(col(KeptReply.status).is_(None), col(KeptReply.begun_at) <= now - ABANDONED)
    await session.exec(delete(KeptReply).where(or_(is_old, is_dead)))
    there = await _find(session, call)
    if there is None:
        await _add(session, call, now)
        return None
    if there.body != call.body:
        raise KeyReused
    if there.status is None:
        raise InProgress
    return Reply(there.status, there.content, there.location)


async def keep(session: AsyncSession, call: Call, reply: Reply) -> None:
    """In the transaction of the act itself."""
    there = await _find(session, call)
    if there is None:  # it took longer than ABANDONED, and somebody has begun it anew
        raise InProgress
    there.status, there.content, there.location = reply.status, reply.content, reply.location


async def forget(session: AsyncSession, call: Call) -> None:
    """It came to nothing: the same key may come again, with a better body."""
    there = await _find(session, call)
    if there:
        await session.delete(there)


async def _find(session: AsyncSession, call: Call) -> KeptReply | None:
    query = select(KeptReply).filter_by(token_id=call.token_id, key=call.key)
    return (await session.exec(query)).first()


async def _add(session: AsyncSession, call: Call, now: datetime) -> None:
    try:
        async with session.begin_nested():
            session.add(
                KeptReply(token_id=call.token_id, key=call.key, body=call.body, begun_at=now)
            )
    except IntegrityError as error:  # the same call, in the same moment
        raise InProgress from error


def _digest(pepper: bytes, purpose: bytes, value: bytes) -> bytes:
    return hmac.digest(pepper, b"repeated " + purpose + b":" + value, "sha256")
