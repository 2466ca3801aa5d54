"""One mixer at a time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder, Taken

_LOCK = 0x70696B6972  # "pikir": a number that nothing else in this database locks


@asynccontextmanager
async def only_mixer(database: Database, keys: KeyFolder) -> AsyncIterator[None]:
    """Alone with this database, else Taken. The turn of a process that dies ends with it."""
    if database.is_sqlite:
        with keys.turn("mixing"):
            yield
    else:
        async with _advisory_lock(database):
            yield


@asynccontextmanager
async def _advisory_lock(database: Database) -> AsyncIterator[None]:
    # It belongs to a connection, so this one is held and used for nothing else.
    async with database.outside_transaction() as connection:
        locked = await connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": _LOCK})
        if not locked.scalar():
            raise Taken("mixing")
        try:
            yield
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _LOCK})
