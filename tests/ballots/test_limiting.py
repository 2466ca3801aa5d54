"""Networks are counted for a day, under a salt that is gone with it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.ballots import limiting
from app.ballots.tables import Limit, LimitSalt
from app.lib.db import Database
from app.lib.errors import TooMany
from tests.making.ballots import NOON


async def keys(ballots: Database) -> set[bytes]:
    async with ballots.reading() as session:
        return set(await session.exec(select(Limit.key)))


async def test_one_network_is_one_however_its_addresses_end(ballots: Database) -> None:
    async with ballots.transaction() as session:
        for last in range(limiting.PER_DAY):
            await limiting.count(session, f"203.0.113.{last}", NOON)
        await limiting.count(session, "198.51.100.1", NOON)
        with pytest.raises(TooMany):
            await limiting.count(session, "203.0.113.99", NOON)


async def test_the_same_network_is_not_known_again_the_next_day(ballots: Database) -> None:
    seen = []
    for day in range(2):
        async with ballots.transaction() as session:
            await limiting.count(session, "203.0.113.7", NOON + timedelta(days=day))
        seen.append(await keys(ballots))
    assert [len(some) for some in seen] == [1, 1]
    assert not seen[0] & seen[1]


async def test_nothing_is_left_of_earlier_days_even_without_a_visitor(ballots: Database) -> None:
    async with ballots.transaction() as session:
        await limiting.count(session, "203.0.113.7", NOON)
    for later, left in ((timedelta(hours=1), 1), (timedelta(days=1), 0)):
        async with ballots.transaction() as session:
            await limiting.forget(session, NOON + later)
        async with ballots.reading() as session:
            salts = (await session.exec(select(LimitSalt))).all()
        assert (len(await keys(ballots)), len(salts)) == (left, left)


async def test_above_three_hundred_in_an_hour_is_a_flood_for_that_inspectorate_and_hour(
    ballots: Database,
) -> None:
    async with ballots.transaction() as session:
        floods = [await limiting.is_flood(session, "geti", NOON) for _ in range(302)]
        assert floods == [False] * 300 + [True] * 2
        assert not await limiting.is_flood(session, "consumer", NOON)
        assert not await limiting.is_flood(session, "geti", NOON + timedelta(hours=1))
        assert not await limiting.is_flood(session, "geti", NOON + timedelta(days=1))
