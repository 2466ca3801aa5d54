"""Pages take what the worker counted last; what is final is counted anew."""

from collections.abc import Mapping

import pytest

from app.lib import clock as moments
from app.lib.db import Database
from app.lib.quarters import Quarter
from app.registry.tables import Inspectorate
from app.results import counting
from app.results.counting import QuarterCounts
from tests.making.ballots import NOON
from tests.making.invitations import make_inviting_box
from tests.making.registry import make_inspection, make_inspectorate

Q3 = Quarter(2026, 3)

pytestmark = pytest.mark.usefixtures("clock")


async def inspect(people: Database, inspectorate: Inspectorate, times: int) -> None:
    async with people.transaction() as session:
        for _ in range(times):
            await make_inspection(session, inspectorate)


async def make_body(people: Database) -> Inspectorate:
    moments.step_to(NOON)
    async with people.transaction() as session:
        inspectorate = await make_inspectorate(session)
        make_inviting_box(session, inspectorate)
    await inspect(people, inspectorate, 4)
    return inspectorate


async def count(people: Database, inspectorate: Inspectorate) -> Mapping[Quarter, QuarterCounts]:
    async with people.reading() as session:
        return await counting.count(session, inspectorate, [Q3.previous, Q3])


async def kept(people: Database, inspectorate: Inspectorate) -> Mapping[Quarter, QuarterCounts]:
    async with people.reading() as session:
        return await counting.kept(session, inspectorate, [Q3.previous, Q3])


async def keep(people: Database, inspectorate: Inspectorate) -> None:
    counted = await count(people, inspectorate)
    async with people.transaction() as session:
        await counting.keep(session, inspectorate.id, counted)


def inspections(counted: Mapping[Quarter, QuarterCounts]) -> int:
    return sum(volume.inspections for volume in counted[Q3].volumes.values())


async def test_what_was_counted_is_kept_whole(people: Database) -> None:
    body = await make_body(people)
    await keep(people, body)
    assert await kept(people, body) == await count(people, body)
    assert (await count(people, body))[Q3].letters["post-inspection"].to_invite == 4


async def test_kept_counts_stand_until_the_worker_counts_again(people: Database) -> None:
    body = await make_body(people)
    await keep(people, body)
    await inspect(people, body, 3)
    assert (inspections(await kept(people, body)), inspections(await count(people, body))) == (4, 7)
    await keep(people, body)
    assert inspections(await kept(people, body)) == 7


async def test_what_nobody_has_counted_yet_is_counted_at_once(people: Database) -> None:
    body = await make_body(people)
    assert inspections(await kept(people, body)) == 4
    async with people.reading() as session:
        assert await counting.uncounted(session, body.id, [Q3]) == [Q3]
