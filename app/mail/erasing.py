"""The end of what letters say, on day 31: out of the rows, then out of everybody's reach."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from app.lib.db import Database
from app.mail.outbox import Outbox, oldest_key
from app.mail.tables import Letter


async def erase_old(database: Database, outbox: Outbox, now: datetime) -> list[str]:
    """The names of the weeks' keys that were destroyed. A letter that still waits has failed."""
    async with database.transaction() as session:
        await session.exec(
            update(Letter)
            .where(col(Letter.payload).is_not(None), col(Letter.payload_key) < oldest_key(now))
            .values(payload=None)
            .execution_options(synchronize_session=False)
        )
    return outbox.destroy_old_keys(now)
