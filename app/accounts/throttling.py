"""Guessing made slow: some failures in five minutes, then a wait. Nobody is out for good."""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import func, or_
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import Attempt
from app.lib.errors import TooMany

FAILURES = 10
WITHIN = timedelta(minutes=5)


def key(pepper: bytes, kind: str, value: str) -> bytes:
    """What failures are counted under: neither addresses nor networks are stored in the clear."""
    return hmac.digest(pepper, f"sign-in {kind}:{value}".encode(), "sha256")


async def admit(
    session: AsyncSession, keys: list[bytes], now: datetime, most: int = FAILURES
) -> list[Attempt]:
    """Counts a failure under each key before the password is looked at, or raises TooMany.

    Counted first, a thousand guesses at once get no further than ten. Who was refused is not
    counted, so the wait ends five minutes after the first of the ten, whoever goes on trying.
    """
    await _one_at_a_time(session, keys)
    await session.exec(delete(Attempt).where(col(Attempt.at) <= now - WITHIN))
    counts = await session.exec(
        select(func.count()).where(col(Attempt.key).in_(keys)).group_by(col(Attempt.key))
    )
    if any(count >= most for count in counts):
        raise TooMany
    attempts = [Attempt(key=each, at=now) for each in keys]
    session.add_all(attempts)
    return attempts


async def forget(session: AsyncSession, attempts: list[Attempt], account: bytes) -> None:
    """It was no failure; and the account's own mistakes before it are forgiven."""
    ids = [attempt.id for attempt in attempts]
    await session.exec(
        delete(Attempt).where(or_(col(Attempt.id).in_(ids), col(Attempt.key) == account))
    )


async def _one_at_a_time(session: AsyncSession, keys: list[bytes]) -> None:
    """Until the end of the transaction. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "sqlite":
        return
    for number in sorted(int.from_bytes(each[:8], signed=True) for each in keys):
        await session.exec(select(func.pg_advisory_xact_lock(number)))
