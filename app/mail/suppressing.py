"""Addresses that get no more letters, known by fingerprint only."""

from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import clock
from app.mail.tables import Suppression

Reason = Literal["unsubscribed", "hard", "complaint"]


async def suppress(session: AsyncSession, to_print: bytes, reason: Reason) -> None:
    """Letters that wait for this address will not go out. Doing it again changes nothing."""
    if not await is_suppressed(session, to_print):
        session.add(Suppression(to_print=to_print, reason=reason, at=clock.now()))


async def is_suppressed(session: AsyncSession, to_print: bytes) -> bool:
    return await session.get(Suppression, to_print) is not None
