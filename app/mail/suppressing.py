"""Addresses that get no more letters, known by fingerprint only."""

from collections.abc import Collection
from typing import Literal

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import clock
from app.mail.tables import Suppression

Reason = Literal["unsubscribed", "hard", "soft", "complaint"]


async def suppress(session: AsyncSession, to_print: bytes, reason: Reason) -> None:
    """Letters that wait for this address will not go out. Doing it again changes nothing, not even
    in two workers at once.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    row = {"to_print": to_print, "reason": reason, "at": clock.now()}
    await session.exec(insert(Suppression).values(row).on_conflict_do_nothing())


async def suppressed_among(session: AsyncSession, prints: Collection[bytes]) -> set[bytes]:
    """Which of these addresses get nothing more."""
    query = select(Suppression.to_print).where(col(Suppression.to_print).in_(prints))
    return set(await session.exec(query))
