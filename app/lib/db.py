"""Two databases that never meet: one knows people, one knows answers."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, MetaData, event, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import postgres
from app.lib.outages import is_outage

# At DEBUG these two write every value that goes in or comes out, whatever a log is set to; and at
# INFO the engine writes every statement, which takes longer than many a statement.
for _chatty in ("aiosqlite", "sqlalchemy.engine"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)

# Named constraints are what lets Alembic alter tables on SQLite and PostgreSQL alike.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class PeopleTable(SQLModel):
    """Base of every table in PIKIR_DATABASE_URL."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class BallotsTable(SQLModel):
    """Base of every table in PIKIR_BALLOTS_URL."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: timestamptz on PostgreSQL; SQLite drops offsets, so naive UTC there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Database:
    """One engine. A transaction is begun and committed at the edge, never inside."""

    def __init__(self, url: str) -> None:
        self.url = url
        # A failing statement's parameters are tokens, addresses, answers: no log may hold them.
        self.engine: AsyncEngine = create_async_engine(url, hide_parameters=True, **_options(url))
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._bare = self.engine if self.is_sqlite else _without_pool(url)
        # SQLite's readers see one moment anyway; PostgreSQL's would see each statement's own.
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reading = self.engine.execution_options(reading=True, **snapshot)
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _configure_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Everything inside happens, or nothing does. On SQLite it owns the write lock."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A consistent look that takes no write lock; whatever it changes is thrown away."""
        async with AsyncSession(self._reading, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def outside_transaction(self) -> AsyncIterator[AsyncConnection]:
        """A bare connection: for what is no transaction (VACUUM), or outlasts one (a turn)."""
        async with self._bare.connect() as connection:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")

    async def is_reachable(self) -> bool:
        """Whether a query comes back. A server that takes no connection is a plain False."""
        try:
            async with self.engine.connect() as connection:
                return bool((await connection.execute(text("SELECT 1"))).scalar())
        except Exception as error:
            if not is_outage(error):
                raise
            return False

    async def close(self) -> None:
        await self.engine.dispose()


def _options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {}
    return {
        "pool_size": 10,
        "max_overflow": 10,
        "pool_timeout": postgres.WAIT,
        "pool_pre_ping": True,  # a server that was restarted meanwhile is asked anew
        "connect_args": {
            "async_creator_fn": postgres.connect,
            "command_timeout": postgres.LONGEST,
        },
    }


def _without_pool(url: str) -> AsyncEngine:
    """Each connection is its user's alone, for as long as that takes: a VACUUM has no limit."""
    connecting = {"async_creator_fn": postgres.connect}
    return create_async_engine(
        url, hide_parameters=True, poolclass=NullPool, connect_args=connecting
    )


def _configure_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE, so _begin_sqlite issues it.
    connection.isolation_level = None
    for pragma in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "busy_timeout = 30000",
        "synchronous = FULL",  # an answer we said thank you for survives a power cut
        "secure_delete = ON",  # deleted rows are overwritten, not only unlinked
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    # A writer that starts deferred and is overtaken fails at once; IMMEDIATE waits its turn.
    connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")
