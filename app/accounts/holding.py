"""Refusing all tokens after a restore, until somebody has looked through people and tokens.

A backup is older than what was revoked after it: nothing in the databases can tell which tokens
those were, or who may not sign in any more.
"""

from datetime import datetime

from sqlmodel import delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import TokenHold


def in_words(since: datetime) -> str:
    return (
        f"No token is taken: the databases were restored on {since:%Y-%m-%d at %H:%M} UTC. Look"
        " through people and tokens for those that were ended since the backup, then `pikir token"
        " resume`."
    )


async def hold(session: AsyncSession, now: datetime) -> None:
    session.add(TokenHold(since=now))


async def held_since(session: AsyncSession) -> datetime | None:
    return (await session.exec(select(TokenHold.since))).one_or_none()


async def resume(session: AsyncSession) -> bool:
    """Tokens are taken again. False: they were not held."""
    return (await session.exec(delete(TokenHold))).rowcount > 0
