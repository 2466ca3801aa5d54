"""The list of businesses to call is drawn by lot, once, and can be drawn again by anybody."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app.invitations.calls.counting import called
from app.invitations.calls.drawing import NotOver, by_lot, draw, enough_for
from app.lib.db import Database
from app.lib.errors import AlreadyDone, Invalid
from app.lib.quarters import Quarter
from app.registry.tables import Inspection, Inspectorate
from tests.making.registry import make_inspection, make_inspectorate

QUARTER = Quarter(2026, 3)
AFTER = datetime(2026, 10, 1, 6, tzinfo=UTC)
LAST_EVENING = datetime(2026, 9, 30, 17, 59, tzinfo=UTC)  # a minute before midnight in Bishkek
BY = UUID(int=1)


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        for _each in range(20):
            await make_inspection(session, geti)
        return geti


def test_the_sizes_are_those_of_the_threat_model() -> None:
    assert [enough_for(share) for share in (0.05, 0.1, 0.2)] == [59, 29, 14]


async def test_seed_and_records_give_the_same_list_again(
    people: Database, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        drawn = await draw(session, geti, QUARTER, "14", BY, AFTER)
        first = [one.inspection.id for one in await called(session, drawn)]
    async with people.reading() as session:
        every = [one.id for one in await session.exec(select(Inspection))]
    assert by_lot(bytes.fromhex(drawn.seed), every)[:14] == first
    assert (len(set(first)), drawn.acts) == (14, 20)


async def test_fewer_acts_than_asked_for_are_all_called(
    people: Database, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        drawn = await draw(session, geti, QUARTER, "59", BY, AFTER)
        assert len(await called(session, drawn)) == 20


async def test_it_is_drawn_once_and_not_before_the_quarter_is_over(
    people: Database, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        with pytest.raises(NotOver):
            await draw(session, geti, QUARTER, "14", BY, LAST_EVENING)
        with pytest.raises(Invalid):
            await draw(session, geti, QUARTER, "1", BY, AFTER)
        await draw(session, geti, QUARTER, "14", BY, AFTER)
        with pytest.raises(AlreadyDone):
            await draw(session, geti, QUARTER, "14", BY, AFTER)


def test_every_act_is_as_likely_as_any_other() -> None:
    acts = [uuid4() for _each in range(10)]
    firsts = Counter(by_lot(seed.to_bytes(16), acts)[0] for seed in range(3_000))
    assert all(220 < firsts[act] < 380 for act in acts)  # 300 expected; five deviations are 82


async def test_of_two_who_draw_in_the_same_moment_one_is_told_that_it_is_done(
    people: Database, geti: Inspectorate
) -> None:
    async def one() -> str:
        try:
            async with people.transaction() as session:
                await draw(session, geti, QUARTER, "14", BY, AFTER)
        except AlreadyDone:
            return "already done"
        return "drawn"

    assert sorted(await asyncio.gather(one(), one())) == ["already done", "drawn"]
