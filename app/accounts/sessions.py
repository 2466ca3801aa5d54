"""Somebody's own sessions: which there are, and ending those that should not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.signing_in import digest
from app.accounts.tables import SignIn


@dataclass(frozen=True)
class Session:
    """`name` comes from the cookie, which nobody can tell from it."""

    name: str
    began_at: datetime
    used_at: datetime  # to within ten minutes
    is_this: bool


async def sessions_of(
    session: AsyncSession, person_id: UUID, cookie: str, now: datetime
) -> Sequence[Session]:
    """This one first, the others by their last use; `cookie` is this one's."""
    query = select(SignIn).where(
        SignIn.person_id == person_id, SignIn.expires_at > now, ~col(SignIn.is_half)
    )
    found = [
        Session(one.digest.hex(), one.began_at, one.used_at, one.digest == digest(cookie))
        for one in await session.exec(query)
    ]
    return sorted(found, key=lambda one: (one.is_this, one.used_at), reverse=True)


async def end(session: AsyncSession, person_id: UUID, name: str) -> bool:
    """Whether there was one of that name, of this person."""
    for one in await session.exec(select(SignIn).where(SignIn.person_id == person_id)):
        if one.digest.hex() == name:
            await session.delete(one)
            return True
    return False


async def end_others(session: AsyncSession, person_id: UUID, cookie: str) -> None:
    """All but this one."""
    others = col(SignIn.digest) != digest(cookie)
    await session.exec(delete(SignIn).where(col(SignIn.person_id) == person_id, others))
