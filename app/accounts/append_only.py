"""The audit trail grows and does nothing else: the databases themselves refuse everything else.

The same statements stand in the migration that first made the triggers; a test compares the two.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import DDL, Table, event, text
from sqlmodel.ext.asyncio.session import AsyncSession

_SQLITE = {
    f"accounts_event_no_{act}": (
        f"CREATE TRIGGER accounts_event_no_{act} BEFORE {act.upper()} ON accounts_event"
        " BEGIN SELECT RAISE(ABORT, 'The audit trail is never changed.'); END"
    )
    for act in ("update", "delete")
}
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION accounts_event_stays() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'The audit trail is never changed.'; END $$",
    "CREATE TRIGGER accounts_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_event"
    " FOR EACH STATEMENT EXECUTE FUNCTION accounts_event_stays()",
)
_WORKING_SQLITE = (
    "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'accounts_event'"
)
_WORKING_POSTGRESQL = (
    "SELECT count(*) FROM pg_trigger"
    " WHERE tgname = 'accounts_event_stays' AND tgenabled IN ('O', 'A')"
)


def keep(table: Table) -> None:
    """Wherever the table is created, its triggers are, too."""
    for dialect, statements in (("sqlite", _SQLITE.values()), ("postgresql", _POSTGRESQL)):
        for statement in statements:
            made = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", made)


@asynccontextmanager
async def lifted(session: AsyncSession) -> AsyncIterator[None]:
    """Until the end of the block: a backup is restored in the place of what stands there."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    off = [f"DROP TRIGGER {name}" for name in _SQLITE]
    for statement in off if is_sqlite else [_switched("DISABLE")]:
        await _execute(session, statement)
    yield
    for statement in _SQLITE.values() if is_sqlite else [_switched("ENABLE")]:
        await _execute(session, statement)


async def is_kept(session: AsyncSession) -> bool:
    """Whether all of the triggers are there, and at work."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    query = _WORKING_SQLITE if is_sqlite else _WORKING_POSTGRESQL
    found = await (await session.connection()).execute(text(query))
    return int(found.scalar_one()) == (len(_SQLITE) if is_sqlite else 1)


def _switched(how: str) -> str:
    return f"ALTER TABLE accounts_event {how} TRIGGER accounts_event_stays"


async def _execute(session: AsyncSession, statement: str) -> None:
    await (await session.connection()).execute(text(statement))
