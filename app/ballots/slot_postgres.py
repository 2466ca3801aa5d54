"""The slot on PostgreSQL: one statement per answer, through connections of its own.

Hot path. A unit of work would take four round trips where one does, and the engine's pool adds two
for what these connections never need: they know no transactions and keep no state. FOR SHARE makes
mixing, which takes the group's row FOR UPDATE, wait for us, or us for it: then we see the new key,
and keep nothing under the old one.
"""

import asyncio

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from app.ballots.slot import Entry, Outcome

# Says whether the key is current, and whether the envelope was kept.
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
    SELECT EXISTS (SELECT FROM current), EXISTS (SELECT FROM kept)
"""
_IS_SPENT = "SELECT 1 FROM ballots_spent WHERE box_id = $1 AND digest = $2"


_CONNECTIONS = 10


class PostgresSlot:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._running: set[asyncio.Task[Outcome]] = set()

    async def start(self) -> None:
        _, address = self._engine.dialect.create_connect_args(self._engine.url)
        self._pool = await asyncpg.create_pool(
            **address, min_size=0, max_size=_CONNECTIONS, reset=_nothing_to_reset
        )

    async def close(self) -> None:
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._pool.close()

    async def is_spent(self, box_id: str, digest: bytes) -> bool:
        return await self._pool.fetchrow(_IS_SPENT, box_id, digest) is not None

    async def put(self, entry: Entry) -> Outcome:
        # A task of its own: asyncpg would cancel the statement together with our caller.
        task = asyncio.create_task(self._put(entry))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _put(self, entry: Entry) -> Outcome:
        group = (entry.box_id, entry.group_number, entry.key_name)
        is_current, is_kept = await self._pool.fetchrow(
            _PUT, entry.id, *group, entry.sealed, entry.digest
        )
        if not is_current:
            return Outcome.KEY_CHANGED
        return Outcome.KEPT if is_kept else Outcome.USED


async def _nothing_to_reset(_connection: object) -> None:
    pass
