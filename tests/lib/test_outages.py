"""What is an outage, by real errors of real databases."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from app.lib import outages, postgres
from app.lib.db import Database
from app.lib.outages import Unreachable, is_outage, outlast


def test_a_database_that_may_only_be_read_or_cannot_be_opened_is_an_outage(tmp_path: Path) -> None:
    path = tmp_path / "some.sqlite3"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("CREATE TABLE one (n)")
    reader = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with closing(reader), pytest.raises(sqlite3.OperationalError) as refused:
        reader.execute("INSERT INTO one VALUES (1)")
    assert is_outage(refused.value)
    with pytest.raises(sqlite3.OperationalError) as missing:
        sqlite3.connect(tmp_path / "nowhere" / "some.sqlite3")
    assert is_outage(missing.value)


async def test_a_mistake_of_ours_is_none(people: Database) -> None:
    for statement in ("SELECT * FROM nothing_of_that_name", "SELEC"):
        with pytest.raises(Exception) as mistaken:
            async with people.reading() as session:
                await (await session.connection()).execute(text(statement))
        assert not is_outage(mistaken.value)
        assert not is_outage(ExceptionGroup("both", [mistaken.value, ValueError()]))


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_connection_that_is_ended_under_a_transaction_is_one(people: Database) -> None:
    with pytest.raises(Exception) as ended:
        async with people.transaction() as session:
            number = (
                await (await session.connection()).execute(text("SELECT pg_backend_pid()"))
            ).scalar()
            _end(people.url, number)
            await (await session.connection()).execute(text("SELECT 1"))
    assert is_outage(ended.value)
    assert is_outage(ExceptionGroup("both", [ended.value, ValueError()]))
    assert await people.is_reachable()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_server_that_does_not_answer_is_one(
    people: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "LONGEST", 0.2)
    hurried = Database(people.url)
    with pytest.raises(Exception) as hung:
        async with hurried.reading() as session:
            await (await session.connection()).execute(text("SELECT pg_sleep(60)"))
    assert is_outage(hung.value)
    await hurried.close()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_no_server_is_one(people: Database, tmp_path: Path) -> None:
    nobody = Database(f"postgresql+asyncpg://postgres@/pikir?host={tmp_path}")
    with pytest.raises(Unreachable) as error:
        async with nobody.reading() as session:
            await (await session.connection()).execute(text("SELECT 1"))
    assert is_outage(error.value)
    assert not await nobody.is_reachable()
    await nobody.close()


async def test_an_outage_is_outlasted_and_a_mistake_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outages, "_PAUSE", 0)
    errors: list[Exception] = [Unreachable(), TimeoutError()]

    async def act() -> str:
        if errors:
            raise errors.pop()
        return "done"

    assert await outlast(act) == "done"
    errors.append(ValueError())
    with pytest.raises(ValueError):
        await outlast(act)


def _end(url: str, number: int | None) -> None:
    with psycopg.connect(url.replace("+asyncpg", ""), autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", [number])
