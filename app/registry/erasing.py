"""The end of an e-mail address: 90 days after the act, and not before its box has closed.

Until the box closes a letter may still be owed; after it none ever goes out. So no address is kept
for longer than four and a half months after its act. What remains is that there was one, and its
keyed fingerprint, by which "no more letters" goes on working.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from app.lib.db import Database
from app.lib.quarters import Quarter
from app.lib.vacuuming import vacuum
from app.registry.tables import Inspection

KEPT_FOR = timedelta(days=90)
_BATCH = 1_000  # one short transaction: others wait behind it

# On PostgreSQL only FULL writes the table anew; the plain kind leaves old bytes in its pages. Its
# lock (ACCESS EXCLUSIVE) stops everybody who needs the table, about a second per 100 MB; if
# somebody reads for long, the bytes wait for the next erasing rather than everybody for them.
_POSTGRES = (
    "SET lock_timeout = '10s'",
    "VACUUM FULL registry_inspection",
    "RESET lock_timeout",
)


async def erase_due(database: Database, now: datetime) -> int:
    """How many addresses were erased, out of the rows and out of the files."""
    erased = 0
    while done := await _erase_some(database, now.date()):
        erased += done
    if erased:
        await vacuum(database, *_POSTGRES)
    return erased


async def _erase_some(database: Database, today: date) -> int:
    due = select(Inspection.id).where(*_due(today)).limit(_BATCH)
    erasing = (
        update(Inspection)
        .where(col(Inspection.id).in_(due))
        .values(email=None, email_erased=True)
        .execution_options(synchronize_session=False)
    )
    async with database.transaction() as session:
        return (await session.exec(erasing)).rowcount


def _due(today: date) -> Sequence[ColumnElement[bool]]:
    return (
        col(Inspection.email).is_not(None),
        col(Inspection.act_date) <= today - KEPT_FOR,
        col(Inspection.quarter) <= str(Quarter.last_closed(today)),
    )
