"""Closing quarters: once nothing more can come of them, their records are written for good."""

import zlib
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.db import Database
from app.lib.quarters import Quarter
from app.registry.archive.records import records, written
from app.registry.archive.tables import ArchivedQuarter
from app.registry.countries import zone
from app.registry.inspectorates import all_of
from app.registry.tables import Inspection, Inspectorate

# A register that is being brought in is not closed between two of its parts.
RESTS_FOR = timedelta(days=30)


async def close_due(database: Database, now: datetime) -> int:
    """How many quarters of inspectorates were closed: those whose boxes have closed, whose
    addresses have been erased, and in which nothing was entered lately.
    """
    async with database.reading() as session:
        due = [
            (inspectorate, quarter)
            for inspectorate in await all_of(session)
            for quarter in await _due(session, inspectorate, now)
        ]
    for inspectorate, quarter in due:
        async with database.transaction() as session:
            await _close(session, inspectorate, quarter, now)
    return len(due)


async def _due(session: AsyncSession, inspectorate: Inspectorate, now: datetime) -> list[str]:
    today = local_day(now, zone(inspectorate.country))
    closed = select(ArchivedQuarter.quarter).filter_by(inspectorate_id=inspectorate.id)
    found = await session.exec(
        select(Inspection.quarter)
        .where(
            Inspection.inspectorate_id == inspectorate.id,
            col(Inspection.quarter) <= str(Quarter.last_closed(today)),
            col(Inspection.quarter).not_in(closed),
        )
        .group_by(col(Inspection.quarter))
        .having(
            func.count(col(Inspection.email)) == 0,
            func.max(col(Inspection.entered_at)) <= now - RESTS_FOR,
        )
        .order_by(col(Inspection.quarter))
    )
    return list(found)


async def _close(
    session: AsyncSession, inspectorate: Inspectorate, quarter: str, now: datetime
) -> None:
    lock = select(Inspectorate.id).where(Inspectorate.id == inspectorate.id)
    await session.exec(lock.with_for_update(key_share=True))  # nothing is entered meanwhile
    if quarter not in await _due(session, inspectorate, now):
        return
    lines = await records(session, inspectorate, quarter)
    file = written(inspectorate, quarter, lines)
    session.add(
        ArchivedQuarter(
            inspectorate_id=inspectorate.id,
            quarter=quarter,
            records=len(lines),
            digest=sha256(file).hexdigest(),
            content=zlib.compress(file, 9),
            written_at=now,
        )
    )
