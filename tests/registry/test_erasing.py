"""Addresses end: when, what remains of them, and that nothing brings them back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from app.lib.db import Database
from app.lib.quarters import Quarter
from app.registry.changing import Letters
from app.registry.counting import volumes
from app.registry.entering import enter
from app.registry.erasing import erase_due
from app.registry.tables import Inspection, Inspectorate
from tests.making.registry import (
    ADDRESSES,
    ALL_GONE,
    NONE_GONE,
    NOW,
    make_fields,
    make_inspection,
    make_inspectorate,
)

THIRD = Quarter(2026, 3)  # closes on 14 November
CLOSES = datetime(2026, 11, 14, 6, tzinfo=UTC)
DAY = timedelta(days=1)


async def entered(people: Database, *days: date) -> Inspectorate:
    """An act of each day, with an address."""
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        for day in days:
            await make_inspection(
                session, geti, now=CLOSES, act_date=day, started_on=day, finished_on=day
            )
    return geti


async def with_address(people: Database) -> int:
    async with people.reading() as session:
        return sum(one is not None for one in await session.exec(select(Inspection.email)))


async def test_no_address_is_erased_while_its_box_takes_answers(people: Database) -> None:
    await entered(people, date(2026, 7, 1))  # 136 days before the box closes
    assert await erase_due(people, CLOSES) == 0
    assert await erase_due(people, CLOSES + DAY) == 1
    assert await with_address(people) == 0


async def test_an_address_stays_for_ninety_days_though_its_box_has_closed(people: Database) -> None:
    await entered(people, date(2026, 9, 30))
    assert await erase_due(people, CLOSES + DAY) == 0
    assert await erase_due(people, datetime(2026, 12, 28, tzinfo=UTC)) == 0
    assert await erase_due(people, datetime(2026, 12, 29, tzinfo=UTC)) == 1


async def test_many_go_at_once_and_a_second_time_nothing(
    people: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.registry.erasing._BATCH", 2)
    await entered(people, *[date(2026, 7, 1)] * 5, date(2026, 10, 1))
    assert await erase_due(people, CLOSES + DAY) == 5
    assert await erase_due(people, CLOSES + DAY) == 0
    assert await with_address(people) == 1


async def test_what_remains_is_that_there_was_an_address_and_its_fingerprint(
    people: Database,
) -> None:
    geti = await entered(people, date(2026, 7, 1))
    await erase_due(people, CLOSES + DAY)
    async with people.reading() as session:
        (left,) = await session.exec(select(Inspection))
        counted = (await volumes(session, geti.id, THIRD)).values()
    assert (left.email, left.email_erased) == (None, True)
    assert left.email_print
    assert [volume.with_email for volume in counted] == [1]


@pytest.mark.parametrize("invited", [NONE_GONE, ALL_GONE])
async def test_entering_the_act_again_brings_no_address_back(
    people: Database, invited: Letters
) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
    fields = make_fields(act_date=date(2026, 7, 20))
    for day, outcome in ((NOW, "no_violation"), (CLOSES + DAY, "suspended")):
        said = fields.model_copy(update={"outcome": outcome})
        async with people.transaction() as session:
            await enter(session, ADDRESSES, geti, said, now=day, letters=invited)
        await erase_due(people, CLOSES + DAY)
    async with people.reading() as session:
        (left,) = await session.exec(select(Inspection))
    assert (left.email, left.email_erased, left.outcome) == (None, True, "suspended")
    assert left.email_print == ADDRESSES.print(fields.email or "")
