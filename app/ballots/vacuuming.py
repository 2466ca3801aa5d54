"""Taking what was deleted out of the database's files."""

from sqlalchemy import text

from app.lib.db import Database

# SQLite: the file is written anew, then the log it went through is cut to nothing. Casting waits
# for both; the database of answers is small. A long reader may put the cut off to the next time.
_SQLITE = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

# PostgreSQL: the plain kind, whose SHARE UPDATE EXCLUSIVE lock lets casting go on. What it leaves
# in free space is sealed under keys that are destroyed next. FULL would lock everybody out.
_POSTGRES = ("VACUUM ballots_envelope, ballots_spent",)


async def vacuum(database: Database) -> None:
    async with database.outside_transaction() as connection:
        for statement in _SQLITE if database.is_sqlite else _POSTGRES:
            await connection.execute(text(statement))
