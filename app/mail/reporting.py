"""How the relay looks to each worker, told once a minute: pages read it, and talk to no server."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.mail.tables import Letter, RelayReport

WORKING, RESTING, PROBING = "working", "resting", "probing"
FRESH = timedelta(minutes=10)
_FORGOTTEN = timedelta(days=1)  # of a worker that has gone


class Seen(Protocol):
    """A relay (relay.py, which web processes do not load)."""

    @property
    def server(self) -> str: ...
    def is_resting(self) -> bool: ...
    def is_probing(self) -> bool: ...


async def report(session: AsyncSession, relay: Seen, worker: str, now: datetime) -> None:
    standing = RESTING if relay.is_resting() else PROBING if relay.is_probing() else WORKING
    await session.exec(delete(RelayReport).where(col(RelayReport.at) < now - _FORGOTTEN))
    await session.merge(RelayReport(worker=worker, server=relay.server, standing=standing, at=now))


async def reports(session: AsyncSession, now: datetime) -> Sequence[RelayReport]:
    """Of the workers that run."""
    fresh = select(RelayReport).where(col(RelayReport.at) > now - FRESH)
    return list(await session.exec(fresh.order_by(RelayReport.worker)))


async def last_sent(session: AsyncSession) -> datetime | None:
    """When the relay last took a letter."""
    return (await session.exec(select(func.max(col(Letter.sent_at))))).one()
