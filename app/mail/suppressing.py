"""Addresses that get no more letters, known by fingerprint only."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import clock
from app.mail.tables import Suppression

Reason = Literal["unsubscribed", "hard", "soft", "complaint"]
# Said by the owner of the address; the others are what servers said.
WISHES = ("unsubscribed", "complaint")


class Unwanted(Exception):
    """The owner of the address wants no letters, and said so at `since`."""

    def __init__(self, since: datetime) -> None:
        super().__init__(since)
        self.since = since


async def suppress(session: AsyncSession, to_print: bytes, reason: Reason) -> None:
    """Letters that wait for this address will not go out. Doing it again changes nothing, not even
    in two workers at once; but an owner's wish takes the place of what a server said.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    row = {"to_print": to_print, "reason": reason, "at": clock.now()}
    if reason in WISHES:
        statement = insert(Suppression).on_conflict_do_update(
            index_elements=["to_print"], set_=row, where=col(Suppression.reason).not_in(WISHES)
        )
    else:
        statement = insert(Suppression).on_conflict_do_nothing()
    await session.exec(statement.values(row))


async def lift(session: AsyncSession, to_print: bytes, *, owner_asks: bool) -> str | None:
    """The address gets letters again. Why it got none; None if it did. Raises Unwanted.

    A server may be wrong about an address, and can be put right by others than its owner; what
    the owner said, only the owner can take back.
    """
    found = await session.get(Suppression, to_print, with_for_update=True)
    if found is None:
        return None
    if found.reason in WISHES and not owner_asks:
        raise Unwanted(found.at)
    await session.exec(delete(Suppression).where(col(Suppression.to_print) == to_print))
    return found.reason


async def suppressed_among(session: AsyncSession, prints: Collection[bytes]) -> set[bytes]:
    """Which of these addresses get nothing more."""
    query = select(Suppression.to_print).where(col(Suppression.to_print).in_(prints))
    return set(await session.exec(query))
