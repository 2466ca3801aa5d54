"""The slot on PostgreSQL: one statement per answer, through connections of its own.

Hot path. A unit of work would take four round trips where one does, and the engine's pool adds two
for what these connections never need: they know no transactions and keep no state. FOR SHARE makes
mixing, which takes the group's row FOR UPDATE, wait for us, or us for it: then we see the new key,
and keep nothing under the old one.

When the server went away since we last spoke to it, everything is said once more: by the envelope's
own id an answer that had been kept after all is known again. The second time the error is ours.
"""

import asyncio
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from app.ballots.slot import Entry, Outcome
from app.lib import postgres
from app.lib.outages import is_outage

# Says whether the key is current, and whether the envelope is kept, now or by our first attempt.
_PUT = """
    WITH current AS (
        SELECT 1 FROM ballots_group WHERE box_id = $2 AND number = $3 AND key_name = $4 FOR SHARE
    ), spent AS (
        INSERT INTO ballots_spent (box_id, digest) SELECT $2, $6 FROM current
        ON CONFLICT DO NOTHING RETURNING 1
    ), kept AS (
        INSERT INTO ballots_envelope (id, box_id, group_number, key_name, sealed, broken)
        SELECT $1, $2, $3, $4, $5, false FROM spent RETURNING 1
    )
    SELECT EXISTS (SELECT FROM current),
        EXISTS (SELECT FROM kept) OR EXISTS (SELECT FROM ballots_envelope WHERE id = $1)
"""
_IS_SPENT = "SELECT 1 FROM ballots_spent WHERE box_id = $1 AND digest = $2"


_CONNECTIONS = 10
_PATIENCE = 30.0  # seconds for a statement, which may wait for a mixing of its group


class PostgresSlot:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._running: set[asyncio.Task[Outcome]] = set()

    async def start(self) -> None:
        _, address = self._engine.dialect.create_connect_args(self._engine.url)
        self._pool = await asyncpg.create_pool(
            **address,
            connect=postgres.connect,
            command_timeout=_PATIENCE,
            min_size=0,
            max_size=_CONNECTIONS,
            reset=_nothing_to_reset,
        )

    async def close(self) -> None:
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._pool.close()

    async def is_spent(self, box_id: str, digest: bytes) -> bool:
        return await self._ask(_IS_SPENT, box_id, digest) is not None

    async def put(self, entry: Entry) -> Outcome:
        # A task of its own: asyncpg would cancel the statement together with our caller.
        task = asyncio.create_task(self._put(entry))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _put(self, entry: Entry) -> Outcome:
        group = (entry.box_id, entry.group_number, entry.key_name)
        is_current, is_kept = await self._ask(_PUT, entry.id, *group, entry.sealed, entry.digest)
        if not is_current:
            return Outcome.KEY_CHANGED
        return Outcome.KEPT if is_kept else Outcome.USED

    async def _ask(self, statement: str, *values: object) -> Any:
        try:
            return await self._row(statement, *values)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError) as error:
            if not is_outage(error):
                raise
            return await self._row(statement, *values)

    async def _row(self, statement: str, *values: object) -> Any:
        async with self._pool.acquire(timeout=postgres.WAIT) as connection:
            return await connection.fetchrow(statement, *values)


async def _nothing_to_reset(_connection: object) -> None:
    pass
