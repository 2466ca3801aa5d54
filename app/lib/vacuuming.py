"""Taking what was deleted out of a database's files."""

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.lib.db import Database

# The file is written anew, then the log it went through is cut to nothing. Writers wait for both:
# about a second per 100 MB. A long reader may put the cut off to the next time.
_SQLITE = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


async def vacuum(database: Database, *postgres: str) -> None:
    """SQLite has one way. For PostgreSQL the caller chooses: its ways differ in their locks."""
    async with database.outside_transaction() as connection:
        try:
            for statement in _SQLITE if database.is_sqlite else postgres:
                await connection.execute(text(statement))
        except DBAPIError:
            await connection.invalidate()  # what was set for it goes with it
            raise
