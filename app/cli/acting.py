"""One command, one transaction: an act on the database that knows people."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.db import Database
from app.settings import from_environment

T = TypeVar("T")


def in_transaction(act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """What the act returns. An error of its own undoes it, and comes out as it is."""

    async def run() -> T:
        database = Database(from_environment().database_url)
        try:
            async with database.transaction() as session:
                return await act(session)
        finally:
            await database.close()

    return asyncio.run(run())
