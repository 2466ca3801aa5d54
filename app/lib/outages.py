"""Telling a database that cannot be had just now from a mistake of our own."""

import asyncio
import errno
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from asyncpg import InterfaceError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolEmpty

# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, operator
# and system are classes; then a deadlock, a lock waited for too long, a transaction ended for
# idleness, and a server that is a replica for now.
_CLASSES = ("08", "53", "57", "58")
_STATES = ("40P01", "55P03", "25P03", "25006")
_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_PATIENCE = 120.0  # seconds: long enough to start a server again
_PAUSE = 0.5  # seconds

T = TypeVar("T")

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


class Unreachable(Exception):
    """No connection to the server came about."""


def is_outage(error: BaseException | None) -> bool:
    """Whether the same thing may work in a minute: what was being written is kept whole or not at
    all, and nobody can tell which where the line broke during the commit.
    """
    match error:
        case BaseExceptionGroup():
            return any(is_outage(each) for each in error.exceptions)
        case DBAPIError():
            return error.connection_invalidated or is_outage(error.orig)
        case sqlite3.Error():
            return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE
        case Unreachable() | PoolEmpty() | TimeoutError() | ConnectionError():
            return True
        case InterfaceError():
            return "closed" in str(error)  # asyncpg has no type of its own for it
        case OSError():
            return error.errno in _DISK
        case _:
            state = getattr(error, "sqlstate", None) or ""
            return state.startswith(_CLASSES) or state in _STATES


async def outlast(act: Callable[[], Awaitable[T]]) -> T:
    """Tried again and again while there is an outage, for two minutes. `act` may have happened
    unseen when it is tried again, so it must bear that.
    """
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            return await act()
        except Exception as error:
            if not is_outage(error) or time.monotonic() > give_up:
                raise
        await asyncio.sleep(_PAUSE)
