"""An answer falls into its box once, and never under a key that is gone."""

import asyncio
import sqlite3

import asyncpg
import pytest
from sqlalchemy import text
from sqlmodel import select

from app.ballots.boxes import Part
from app.ballots.casting import Closed, Used
from app.ballots.content import Content, open_content
from app.ballots.tables import Envelope, Group, Spent
from app.lib.db import Database
from app.lib.errors import Invalid, NotFound
from app.lib.keyfolder import KeyFolder
from app.lib.sealing import new_private_key, public_key
from tests.making.ballots import (
    AFTER_CLOSE,
    NOON,
    casting,
    make_box,
    make_content,
    make_ticket,
)

RENAME = "ALTER TABLE ballots_{} RENAME TO ballots_{}"


async def envelopes(database: Database) -> list[Envelope]:
    async with database.reading() as session:
        return list((await session.exec(select(Envelope))).all())


async def take_out(database: Database, keys: KeyFolder, next_key: str) -> list[Content]:
    """What mixing does to a group: all envelopes leave, the key that closed them is destroyed."""
    private = new_private_key()
    keys.put(next_key, private)
    async with database.transaction() as session:
        group = (await session.exec(select(Group).with_for_update())).one()
        old_key = keys.read(group.key_name)
        keys.destroy(group.key_name)
        group.key_name, group.public_key = next_key, public_key(private)
        waiting = (await session.exec(select(Envelope))).all()
        for envelope in waiting:
            await session.delete(envelope)
    return [open_content(old_key, envelope.sealed) for envelope in waiting]


async def test_an_answer_is_kept_sealed_under_its_group(ballots: Database, keys: KeyFolder) -> None:
    box_id = await make_box(ballots, keys, Part(1), Part(2))
    content = make_content({"fair": "no"}, "Спасибо")
    async with casting(ballots) as slots:
        await slots.cast(make_ticket(box_id, 2), content, NOON)
    (envelope,) = await envelopes(ballots)
    assert (envelope.box_id, envelope.group_number) == (box_id, 2)
    assert open_content(keys.read(envelope.key_name), envelope.sealed) == content


async def test_a_hundred_uses_of_one_ticket_at_once_keep_one_answer(
    ballots: Database, keys: KeyFolder
) -> None:
    ticket = make_ticket(await make_box(ballots, keys))
    async with casting(ballots) as slots:
        assert not await slots.is_spent(ticket)
        uses = (slots.cast(ticket, make_content(), NOON) for _ in range(100))
        outcomes = await asyncio.gather(*uses, return_exceptions=True)
        assert await slots.is_spent(ticket)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, Used) for outcome in outcomes) == 99
    assert len(await envelopes(ballots)) == 1


async def test_looking_writes_nothing(ballots: Database, keys: KeyFolder) -> None:
    box_id = await make_box(ballots, keys)
    async with casting(ballots) as slots:
        for _ in range(100):
            assert await slots.box(box_id) and not await slots.is_spent(make_ticket(box_id))
    async with ballots.reading() as session:
        assert not (await session.exec(select(Spent))).all()


async def test_no_answer_of_a_storm_is_kept_under_a_key_that_is_gone(
    ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys)
    found: list[Content] = []
    async with casting(ballots) as slots:
        storm = [
            asyncio.create_task(slots.cast(make_ticket(box_id), make_content(), NOON))
            for _ in range(200)
        ]
        for turn in range(5):
            found += await take_out(ballots, keys, f"box-turn-{turn}")
        await asyncio.gather(*storm)
    found += await take_out(ballots, keys, "box-last")
    assert len({content.code for content in found}) == 200


async def test_a_box_that_nobody_opened_takes_nothing(ballots: Database, keys: KeyFolder) -> None:
    box_id = await make_box(ballots, keys)
    async with casting(ballots) as slots:
        assert await slots.box("000000000000") is None
        for ticket in (make_ticket("000000000000"), make_ticket(box_id, 7)):
            with pytest.raises(NotFound):
                await slots.cast(ticket, make_content(), NOON)


async def test_a_box_takes_nothing_after_its_last_day(ballots: Database, keys: KeyFolder) -> None:
    ticket = make_ticket(await make_box(ballots, keys))
    async with casting(ballots) as slots:
        with pytest.raises(Closed):
            await slots.cast(ticket, make_content(), AFTER_CLOSE)
        assert not await slots.is_spent(ticket)


async def test_a_caller_that_goes_away_takes_nothing_back(
    ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys)
    async with casting(ballots) as slots:
        await slots.cast(make_ticket(box_id), make_content(), NOON)  # the box is known now
        leaving = asyncio.create_task(slots.cast(make_ticket(box_id), make_content(), NOON))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
    assert len(await envelopes(ballots)) == 2


async def test_slots_are_opened_once_and_closing_them_twice_does_no_harm(
    ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys)
    async with casting(ballots) as slots:
        with pytest.raises(RuntimeError, match="already"):
            await slots.start()
        await slots.cast(make_ticket(box_id), make_content(), NOON)
        await slots.close()
    assert len(await envelopes(ballots)) == 1


async def test_all_envelopes_have_one_size(ballots: Database, keys: KeyFolder) -> None:
    box_id = await make_box(ballots, keys)
    async with casting(ballots) as slots:
        for remark in ("", "ы" * 2000):
            await slots.cast(make_ticket(box_id), make_content(remark=remark), NOON)
    assert len({len(envelope.sealed) for envelope in await envelopes(ballots)}) == 1


async def test_a_text_too_long_to_seal_is_refused_and_uses_nothing(
    ballots: Database, keys: KeyFolder
) -> None:
    ticket = make_ticket(await make_box(ballots, keys))
    async with casting(ballots) as slots:
        with pytest.raises(Invalid, match="remark"):
            await slots.cast(ticket, make_content(remark="ы" * 5000), NOON)
        assert not await slots.is_spent(ticket)


async def test_only_a_fingerprint_of_a_used_ticket_is_known(
    ballots: Database, keys: KeyFolder
) -> None:
    ticket = make_ticket(await make_box(ballots, keys))
    async with casting(ballots) as slots:
        await slots.cast(ticket, make_content(), NOON)
    async with ballots.reading() as session:
        (spent,) = (await session.exec(select(Spent))).all()
    assert spent.digest != ticket.random and len(spent.digest) == 32


async def test_an_answer_that_could_not_be_kept_uses_no_ticket(
    ballots: Database, keys: KeyFolder
) -> None:
    ticket = make_ticket(await make_box(ballots, keys))
    async with casting(ballots) as slots:
        async with ballots.transaction() as session:
            await (await session.connection()).execute(text(RENAME.format("envelope", "away")))
        with pytest.raises((sqlite3.Error, asyncpg.PostgresError)):
            await slots.cast(ticket, make_content(), NOON)
        assert not await slots.is_spent(ticket)
        async with ballots.transaction() as session:
            await (await session.connection()).execute(text(RENAME.format("away", "envelope")))
        await slots.cast(ticket, make_content(), NOON)
    assert len(await envelopes(ballots)) == 1
