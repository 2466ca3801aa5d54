"""What is on record stays on record, in one order."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, delete, select, text, update

from app.accounts import append_only, audit, chain
from app.accounts.tables import Event
from app.lib.db import Database


async def record(people: Database, *acts: str) -> None:
    async with people.transaction() as session:
        for act in acts:
            audit.record(session, None, act)


async def acts(people: Database) -> list[tuple[int, str]]:
    async with people.reading() as session:
        query = select(Event.number, Event.act).order_by(col(Event.number))
        return list(await session.exec(query))


async def test_events_are_numbered_without_gaps(people: Database) -> None:
    await record(people, "first", "second")
    await record(people, "third")
    assert await acts(people) == [(1, "first"), (2, "second"), (3, "third")]


async def test_an_act_that_did_not_happen_leaves_neither_event_nor_gap(people: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with people.transaction() as session:
            audit.record(session, None, "never done")
            _ = 1 / 0
    await record(people, "done")
    assert await acts(people) == [(1, "done")]


async def test_what_many_do_at_once_stands_in_one_chain(people: Database) -> None:
    await asyncio.gather(*(record(people, f"act {n}", f"its second {n}") for n in range(20)))
    async with people.reading() as session:
        found = await chain.verify(session)
    assert (found.head.number, found.fault) == (40, None)


async def test_a_long_act_keeps_nobody_from_recording_another(people: Database) -> None:
    """Until it commits. On SQLite there is one writer at a time, whatever it writes."""
    if people.is_sqlite:
        pytest.skip("one writer at a time")
    async with people.transaction() as session:
        audit.record(session, None, "imported for an hour")
        await session.flush()
        await asyncio.wait_for(record(people, "signed in"), timeout=10)
    assert await acts(people) == [(1, "signed in"), (2, "imported for an hour")]


async def test_an_act_is_not_recorded_where_it_might_be_taken_back(people: Database) -> None:
    async with people.transaction() as session, session.begin_nested():
        with pytest.raises(RuntimeError, match="savepoint"):
            audit.record(session, None, "perhaps")


@pytest.mark.parametrize(
    "statement", [update(Event).values(act="other"), delete(Event)], ids=["update", "delete"]
)
async def test_the_database_refuses_changes(people: Database, statement: object) -> None:
    await record(people, "done")
    with pytest.raises(DBAPIError, match="never changed"):
        async with people.transaction() as session:
            await session.exec(statement)  # type: ignore[call-overload]
    assert await acts(people) == [(1, "done")]


async def test_postgresql_refuses_to_empty_it(people: Database) -> None:
    if people.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="never changed"):
        async with people.transaction() as session:
            await session.exec(text("TRUNCATE accounts_event"))  # type: ignore[call-overload]


async def test_that_it_is_refused_can_be_asked(people: Database) -> None:
    async with people.transaction() as session:
        assert await append_only.is_kept(session)
        statement = "DROP TRIGGER accounts_event_"
        statement += "no_update" if people.is_sqlite else "stays ON accounts_event"
        await session.exec(text(statement))  # type: ignore[call-overload]
        assert not await append_only.is_kept(session)
        await session.rollback()
