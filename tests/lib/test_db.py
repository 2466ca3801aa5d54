"""Transactions and moments, on both engines."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import select

from app.accounts.tables import Event
from app.lib.db import Database

NOON = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=6)))


async def test_what_is_written_in_a_transaction_is_kept(people: Database) -> None:
    async with people.transaction() as session:
        session.add(Event(at=NOON, act="signed in"))
    async with people.reading() as session:
        assert (await session.exec(select(Event.at))).all() == [NOON.astimezone(UTC)]


async def test_an_error_inside_a_transaction_leaves_nothing(people: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with people.transaction() as session:
            session.add(Event(at=NOON, act="signed in"))
            await session.flush()
            raise ZeroDivisionError
    async with people.reading() as session:
        assert not (await session.exec(select(Event))).all()


async def test_committing_before_the_edge_fails_loudly(people: Database) -> None:
    with pytest.raises(InvalidRequestError):
        async with people.transaction() as session:
            await session.commit()
            await session.exec(select(Event))


async def test_reading_keeps_no_change(people: Database) -> None:
    async with people.reading() as session:
        session.add(Event(at=NOON, act="signed in"))
        await session.flush()
    async with people.reading() as session:
        assert not (await session.exec(select(Event))).all()


async def test_reading_sees_one_moment_however_long_it_takes(people: Database) -> None:
    async with people.reading() as reading:
        assert not (await reading.exec(select(Event))).all()
        async with people.transaction() as session:
            session.add(Event(at=NOON, act="signed in"))
        assert not (await reading.exec(select(Event))).all()
    async with people.reading() as reading:
        assert len((await reading.exec(select(Event))).all()) == 1


async def test_a_moment_without_a_zone_is_refused(people: Database) -> None:
    with pytest.raises(Exception, match="time zone"):
        async with people.transaction() as session:
            session.add(Event(at=datetime(2026, 7, 1), act="signed in"))  # noqa: DTZ001
