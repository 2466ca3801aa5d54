"""Sealing addresses anew when there is a newer key: then the older one can be destroyed.

With it every copy in old backups and logs of the database becomes unreadable, too.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.db import Database
from app.registry.addresses import Addresses
from app.registry.tables import Inspection

_BATCH = 500
_TABLE: Any = Inspection.__table__  # type: ignore[attr-defined]
# One that was changed or erased in the meantime stays as it is.
_RESEAL = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("known_id"), _TABLE.c.email == bindparam("old"))
    .values(email=bindparam("new"))
)


async def reseal(database: Database, addresses: Addresses) -> int:
    """How many addresses stood under an older key; after it none does."""
    resealed = 0
    last: UUID | None = None
    while True:
        async with database.transaction() as session:
            rows = await _after(session, last)
            old = [(id_, sealed) for id_, sealed in rows if not addresses.is_newest(sealed)]
            changes = [
                {"known_id": id_, "old": sealed, "new": addresses.reseal(sealed)}
                for id_, sealed in old
            ]
            if changes:
                await (await session.connection()).execute(_RESEAL, changes)
        if not rows:
            return resealed
        last = rows[-1][0]
        resealed += len(changes)


async def _after(session: AsyncSession, last: UUID | None) -> Sequence[tuple[UUID, bytes]]:
    rows = select(Inspection.id, Inspection.email).where(col(Inspection.email).is_not(None))
    if last:
        rows = rows.where(col(Inspection.id) > last)
    found = await session.exec(rows.order_by(col(Inspection.id)).limit(_BATCH))
    return [(id_, sealed) for id_, sealed in found if sealed]
