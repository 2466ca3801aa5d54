"""Since when the business has its act, and which acts wait to be handed over."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.lib.db import Database
from app.lib.errors import AlreadyDone, Invalid
from app.registry.changing import Letters
from app.registry.countries import before_working_days
from app.registry.entering import InspectionFields, enter
from app.registry.handing_over import hand_over, waiting
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

ACTED = date(2026, 7, 20)
LATER = date(2026, 7, 28)


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        return await make_inspectorate(session)


async def put(
    people: Database,
    geti: Inspectorate,
    fields: InspectionFields,
    letters: Letters = NONE_GONE,
) -> date | None:
    """What is on record after it."""
    async with people.transaction() as session:
        done = await enter(session, ADDRESSES, geti, fields, now=NOW, letters=letters)
        return done.inspection.handed_over_on


async def test_left_out_it_is_the_day_of_the_act(people: Database, geti: Inspectorate) -> None:
    assert await put(people, geti, make_fields()) == ACTED
    assert await put(people, geti, make_fields(handed_over_on=LATER)) == LATER
    assert await put(people, geti, make_fields(handed_over_on="no")) is None


async def test_left_out_it_stays_what_was_said_before(people: Database, geti: Inspectorate) -> None:
    fields = make_fields(handed_over_on="no")
    left_out = fields.model_copy(update={"handed_over_on": None})
    assert await put(people, geti, fields) is None
    assert await put(people, geti, left_out) is None
    assert await put(people, geti, fields.model_copy(update={"handed_over_on": LATER})) == LATER
    assert await put(people, geti, left_out) == LATER


async def test_it_never_lies_before_an_act_that_was_dated_anew(
    people: Database, geti: Inspectorate
) -> None:
    same_day, next_day = make_fields(), make_fields(handed_over_on=ACTED + timedelta(days=1))
    for fields in (same_day, next_day):
        await put(people, geti, fields)
        anew = fields.model_copy(update={"act_date": LATER, "handed_over_on": None})
        assert await put(people, geti, anew) == LATER


async def test_after_the_letter_it_can_be_dated_better_but_not_taken_back(
    people: Database, geti: Inspectorate
) -> None:
    fields = make_fields()
    await put(people, geti, fields)
    better = fields.model_copy(update={"handed_over_on": LATER})
    assert await put(people, geti, better, ALL_GONE) == LATER
    with pytest.raises(Invalid, match="handed_over_on"):
        await put(people, geti, fields.model_copy(update={"handed_over_on": "no"}), ALL_GONE)


@pytest.mark.parametrize("day", [ACTED - timedelta(days=1), date(2026, 8, 4)])
async def test_it_is_not_before_the_act_and_not_to_come(
    people: Database, geti: Inspectorate, day: date
) -> None:
    with pytest.raises(Invalid, match="handed_over_on"):
        await put(people, geti, make_fields(handed_over_on=day))


async def test_an_act_is_handed_over_once(people: Database, geti: Inspectorate) -> None:
    async with people.transaction() as session:
        act = await make_inspection(session, geti, handed_over_on="no")
    for day in ("2026-08-03", "03.08.2026"):
        async with people.transaction() as session:
            await hand_over(session, geti, await session.get_one(Inspection, act.id), day, NOW)
    with pytest.raises(AlreadyDone):
        async with people.transaction() as session:
            again = await session.get_one(Inspection, act.id)
            await hand_over(session, geti, again, "2026-08-02", NOW)
    async with people.reading() as session:
        stored = (await session.exec(select(Inspection))).one()
    assert stored.handed_over_on == date(2026, 8, 3)


@pytest.mark.parametrize("day", ["", "no", "soon", "2026-07-19", "2026-08-04"])
async def test_what_is_no_day_of_handing_over_is_refused(
    people: Database, geti: Inspectorate, day: str
) -> None:
    async with people.transaction() as session:
        act = await make_inspection(session, geti, handed_over_on="no")
        with pytest.raises(Invalid, match="handed_over_on"):
            await hand_over(session, geti, act, day, NOW)


async def test_those_that_wait_are_counted_by_inspectorate(
    people: Database, geti: Inspectorate
) -> None:
    day = date(2026, 5, 4)
    spring: dict[str, Any] = {"act_date": day, "started_on": day, "finished_on": day}
    async with people.transaction() as session:
        await make_inspectorate(session, "consumer", "KZ")
        await make_inspection(session, geti)
        for day in (date(2026, 7, 20), date(2026, 7, 17)):
            await make_inspection(session, geti, act_date=day, handed_over_on="no")
        await make_inspection(session, geti, handed_over_on="no", **spring)
    autumn = datetime(2026, 8, 15, 12, tzinfo=UTC)  # the second quarter has closed
    async with people.reading() as session:
        [now], [later] = await waiting(session, NOW), await waiting(session, autumn)
    assert (now.inspectorate.slug, now.acts, now.long, now.too_late) == ("geti", 3, 2, 0)
    assert (later.acts, later.long, later.too_late) == (3, 3, 1)


def test_ten_working_days_are_two_weeks_without_holidays() -> None:
    monday = date(2026, 8, 17)
    assert before_working_days(monday, 10, "KG") == date(2026, 8, 2)
    sunday = date(2026, 8, 16)
    assert before_working_days(sunday, 10, "KG") == date(2026, 7, 30)
