"""The histories lead to the tables of the program, on both engines."""

import asyncio
import uuid
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.lib.db import Database
from app.migrations import configured, upgrade

HISTORIES = ("people", "ballots")


@pytest.fixture
def empty(engine: str | None, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if engine is None:
        return f"sqlite+aiosqlite:///{tmp_path}/empty.sqlite3"
    name = f"empty_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(engine, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql+asyncpg://postgres@/{name}?host={engine.split('host=')[1]}"


@pytest.mark.parametrize("history", HISTORIES)
async def test_the_newest_schema_is_what_the_tables_say(history: str, empty: str) -> None:
    await asyncio.to_thread(upgrade, history, empty)
    await asyncio.to_thread(command.check, configured(history, empty))


@pytest.mark.parametrize("history", HISTORIES)
async def test_every_step_can_be_undone(history: str, empty: str) -> None:
    await asyncio.to_thread(upgrade, history, empty)
    await asyncio.to_thread(command.downgrade, configured(history, empty), "base")
    await asyncio.to_thread(upgrade, history, empty)


async def test_the_migrations_make_the_triggers_that_the_tables_have(
    people: Database, empty: str
) -> None:
    """They are written twice: a released migration must not import the program."""
    await asyncio.to_thread(upgrade, "people", empty)
    migrated = Database(empty)
    try:
        assert await triggers(migrated) == await triggers(people) != []
    finally:
        await migrated.close()


async def triggers(database: Database) -> list[str]:
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    if not database.is_sqlite:
        query = (
            "SELECT pg_get_triggerdef(t.oid) || prosrc FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal ORDER BY tgname"
        )
    async with database.reading() as session:
        return list((await (await session.connection()).execute(text(query))).scalars())


@pytest.mark.parametrize("history", HISTORIES)
def test_a_history_has_one_end(history: str) -> None:
    script = ScriptDirectory.from_config(configured(history, "sqlite://"))
    assert len(script.get_heads()) == 1
