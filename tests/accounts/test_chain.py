"""Whatever is done to the audit trail afterwards is found."""

from collections.abc import Awaitable, Callable
from random import Random
from uuid import UUID

import pytest
from sqlmodel import col, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit, chain
from app.accounts.chain import BEGINNING, Fault, Link
from app.accounts.tables import Event
from app.lib.db import Database

EVENTS = 40
AIDA = UUID(int=1)
Change = Callable[[AsyncSession, Random], Awaitable[None]]


async def write(people: Database) -> Link:
    """The head of a trail of as many events."""
    for n in range(EVENTS // 2):
        async with people.transaction() as session:
            audit.record(session, AIDA, "entered an inspection", f"geti 2026/{n}")
            audit.record(session, None, "made a link")
    async with people.reading() as session:
        return await chain.head(session)


async def run(session: AsyncSession, statement: str, **values: object) -> None:
    await (await session.connection()).execute(text(statement), values)


async def renumber(session: AsyncSession, before: int, after: int) -> None:
    statement = "UPDATE accounts_event SET number = :after WHERE number = :before"
    await run(session, statement, before=before, after=after)


async def put(session: AsyncSession, number: int, column: str, value: object) -> None:
    statement = f"UPDATE accounts_event SET {column} = :value WHERE number = :number"  # noqa: S608
    await run(session, statement, value=value, number=number)


EDITS: dict[str, tuple[object, ...]] = {
    "number": (0, -1, EVENTS + 1, 10**9),
    "at": ("2026-08-03 06:00:01.000000", "yesterday", 7),
    "person_id": ("0" * 32, "nobody", 7),
    "act": ("did nothing", b"\xff", "Made a link", "made a link "),
    "about": ("somebody else", "geti 2026/99", "\0", b""),
    "previous": (bytes(31), bytes(33), "text", 7, b""),
    "digest": (bytes(31), bytes(33), "text", 7, b""),
}


async def edit(session: AsyncSession, random: Random) -> None:
    column = random.choice(list(EDITS))
    await put(session, random.randint(1, EVENTS), column, random.choice(EDITS[column]))


async def flip_a_bit(session: AsyncSession, random: Random) -> None:
    number, column = random.randint(1, EVENTS), random.choice(["previous", "digest"])
    stored = bytearray(getattr(await session.get_one(Event, number), column))
    stored[random.randrange(32)] ^= 1 << random.randrange(8)
    await put(session, number, column, bytes(stored))


async def take_out(session: AsyncSession, random: Random) -> None:
    number = random.randint(1, EVENTS - 1)
    await run(session, "DELETE FROM accounts_event WHERE number = :number", number=number)


async def take_out_and_close_the_gap(session: AsyncSession, random: Random) -> None:
    number = random.randint(1, EVENTS - 1)
    await run(session, "DELETE FROM accounts_event WHERE number = :number", number=number)
    for later in range(number + 1, EVENTS + 1):
        await renumber(session, later, later - 1)


async def put_in(session: AsyncSession, random: Random) -> None:
    """Another event's values, under a number in between or at the end."""
    number, other = random.randint(1, EVENTS + 1), random.randint(1, EVENTS)
    for later in range(EVENTS, number - 1, -1):
        await renumber(session, later, later + 1)
    columns = "at, person_id, act, about, previous, digest"
    await run(
        session,
        f"INSERT INTO accounts_event (number, {columns}) SELECT :number, {columns}"  # noqa: S608
        " FROM accounts_event WHERE number = :other",
        number=number,
        other=other if other < number else other + 1,
    )


async def exchange(session: AsyncSession, random: Random) -> None:
    one, other = random.sample(range(1, EVENTS + 1), 2)
    for before, after in ((one, 0), (other, one), (0, other)):
        await renumber(session, before, after)


async def truncate(session: AsyncSession, random: Random) -> None:
    number = random.randint(1, EVENTS)
    await run(session, "DELETE FROM accounts_event WHERE number >= :number", number=number)


async def write_anew(session: AsyncSession, random: Random) -> None:
    """By somebody who can calculate: all digests fit, but the last ones are not those they were."""
    number, before = random.randint(1, EVENTS), BEGINNING
    for event in await session.exec(select(Event).order_by(col(Event.number))):
        if event.number == number:
            event.about = "nothing at all"
        event.previous = before
        event.digest = before = chain.digest(event)
    await session.flush()


CHANGES: tuple[Change, ...] = (
    edit,
    flip_a_bit,
    take_out,
    take_out_and_close_the_gap,
    put_in,
    exchange,
    truncate,
    write_anew,
)


async def missed(people: Database, changes: int) -> list[str]:
    """Which of so many changes, by whoever has taken the triggers away, verifying did not find."""
    earlier = (await write(people)).digest
    random, found = Random(15), []
    async with people.transaction() as session:
        await disarm(session)
    for n in range(changes):
        change = CHANGES[n % len(CHANGES)]
        async with AsyncSession(people.engine) as session:
            await change(session, random)
            session.expunge_all()
            if (await chain.verify(session, earlier=earlier)).fault is None:
                found.append(f"{n}: {change.__name__}")
            await session.rollback()
    async with people.reading() as session:  # and nothing was found where nothing was changed
        assert (await chain.verify(session, earlier=earlier)).fault is None
    return found


async def test_every_change_is_found(people: Database) -> None:
    if not people.is_sqlite:
        pytest.skip("what a file takes, a server may refuse: other types of values")
    assert await missed(people, 200) == []


@pytest.mark.slow
async def test_ten_thousand_changes_are_found(people: Database) -> None:
    if not people.is_sqlite:
        pytest.skip("what a file takes, a server may refuse: other types of values")
    assert await missed(people, 10_000) == []


async def test_the_first_fault_is_named(people: Database) -> None:
    head = await write(people)
    async with people.transaction() as session:
        await disarm(session)
        await run(session, "UPDATE accounts_event SET act = 'rested' WHERE number IN (7, 9)")
        found = await chain.verify(session)
        assert (found.fault, found.head.number) == (Fault(7, "altered"), 6)
        await run(session, "DELETE FROM accounts_event WHERE number IN (3, 5)")
        assert (await chain.verify(session)).fault == Fault(3, "missing")
        await session.rollback()
    async with people.reading() as session:
        assert await chain.verify(session) == chain.Verified(head, None)


async def test_what_was_cut_off_shows_against_an_earlier_head(people: Database) -> None:
    head = await write(people)
    async with people.transaction() as session:
        await disarm(session)
        await run(session, "DELETE FROM accounts_event WHERE number > 30")
        assert (await chain.verify(session)).fault is None
        found = await chain.verify(session, earlier=head.digest)
        assert found.fault == Fault(30, "cut")
        await session.rollback()


async def test_a_head_of_any_day_is_in_the_trail(people: Database) -> None:
    async with people.reading() as session:
        nothing = await chain.head(session)
    assert nothing == Link(0, BEGINNING)
    async with people.transaction() as session:
        audit.record(session, None, "first")
    async with people.reading() as session:
        first = await chain.head(session)
    await write(people)
    async with people.reading() as session:
        for earlier in (nothing, first):
            assert (await chain.verify(session, earlier=earlier.digest)).fault is None
        assert (await chain.verify(session, after=first)).head.number == EVENTS + 1


async def disarm(session: AsyncSession) -> None:
    if session.get_bind().dialect.name == "sqlite":
        await run(session, "DROP TRIGGER accounts_event_no_update")
        await run(session, "DROP TRIGGER accounts_event_no_delete")
    else:
        await run(session, "ALTER TABLE accounts_event DISABLE TRIGGER USER")
