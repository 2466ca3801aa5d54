"""One process at a time, on however many machines the product runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

from sqlalchemy import text

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.locking import Taken


@asynccontextmanager
async def turn(name: str, database: Database, keys: KeyFolder) -> AsyncIterator[None]:
    """Alone with this database at what `name` says, else Taken; ends with a process that dies.

    All processes of a SQLite installation share a key folder; PostgreSQL is the one thing that
    processes on several machines share.
    """
    if database.is_sqlite:
        with keys.turn(name):
            yield
    else:
        async with _advisory_lock(name, database):
            yield


@asynccontextmanager
async def _advisory_lock(name: str, database: Database) -> AsyncIterator[None]:
    number = {"n": int.from_bytes(sha256(f"pikir {name}".encode()).digest()[:8], signed=True)}
    # It belongs to a connection, so this one is held and used for nothing else.
    async with database.outside_transaction() as connection:
        if not (await connection.execute(text("SELECT pg_try_advisory_lock(:n)"), number)).scalar():
            raise Taken(name)
        try:
            yield
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:n)"), number)
