"""Two rows of the register become one business, and two again."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from app.lib.db import Database
from app.lib.errors import AlreadyDone, Invalid, NotFound
from app.registry.doubles.merging import By, merge, merges_into, unmerge
from app.registry.doubles.tables import Merge
from app.registry.entering import enter
from app.registry.tables import Business, Inspection, Inspectorate
from tests.making.registry import (
    ADDRESSES,
    ALL_GONE,
    NONE_GONE,
    NOW,
    make_fields,
    make_inspection,
    make_inspectorate,
)

TAXED: dict[str, Any] = {"tax_number": "01234567890123", "business_name": "Ала-Тоо"}
LICENSED: dict[str, Any] = {"tax_number": None, "licence_number": "17", "business_name": "Алатоо"}
BY = By(None, NOW)


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        return await make_inspectorate(session)


async def act(people: Database, geti: Inspectorate, number: str, **of: Any) -> UUID:
    """The business it belongs to."""
    async with people.transaction() as session:
        return (await make_inspection(session, geti, act_number=number, **of)).business_id


async def acts(people: Database) -> dict[str, UUID]:
    async with people.reading() as session:
        return {one.act_number: one.business_id for one in await session.exec(select(Inspection))}


async def joined(people: Database, business_id: UUID, kept_id: UUID) -> None:
    async with people.transaction() as session:
        await merge(session, business_id, kept_id, BY)


async def parted(people: Database, business_id: UUID) -> None:
    async with people.transaction() as session:
        await unmerge(session, business_id, BY)


async def names(people: Database) -> list[str]:
    async with people.reading() as session:
        return list(await session.exec(select(Business.name).order_by(col(Business.name))))


async def test_the_acts_move_and_a_trace_stays(people: Database, geti: Inspectorate) -> None:
    kept = await act(people, geti, "1", **TAXED)
    old = await act(people, geti, "2", **LICENSED)
    person = uuid4()
    async with people.transaction() as session:
        await merge(session, old, kept, By(person, NOW))
    assert await acts(people) == {"1": kept, "2": kept}
    async with people.reading() as session:
        [trace] = await merges_into(session, kept)
    assert (trace.name, trace.tax_number, trace.licence_number) == ("Алатоо", None, "17")
    assert (trace.merged_by, trace.merged_at, trace.acts) == (person, NOW, 1)


async def test_what_comes_under_the_old_number_belongs_to_the_one_that_was_kept(
    people: Database, geti: Inspectorate
) -> None:
    kept = await act(people, geti, "1", **TAXED)
    await joined(people, await act(people, geti, "2", **LICENSED), kept)
    assert await act(people, geti, "3", **LICENSED) == kept
    assert await names(people) == ["Ала-Тоо", "Алатоо"]
    assert await act(people, geti, "4", **{**TAXED, "business_name": "Ала-Тоо плюс"}) == kept
    assert await names(people) == ["Ала-Тоо плюс", "Алатоо"]


async def test_an_act_entered_again_under_the_old_number_is_unchanged_even_after_its_letter(
    people: Database, geti: Inspectorate
) -> None:
    kept = await act(people, geti, "1", **TAXED)
    fields = make_fields(**LICENSED)
    async with people.transaction() as session:
        first = await enter(session, ADDRESSES, geti, fields, now=NOW, letters=NONE_GONE)
    await joined(people, first.inspection.business_id, kept)
    async with people.transaction() as session:
        again = await enter(session, ADDRESSES, geti, fields, now=NOW, letters=ALL_GONE)
    assert (again.is_new, again.inspection.business_id) == (False, kept)


async def test_undoing_restores_exactly_and_takes_later_acts_along(
    people: Database, geti: Inspectorate
) -> None:
    kept, old = await act(people, geti, "1", **TAXED), await act(people, geti, "2", **LICENSED)
    before = await names(people)
    await joined(people, old, kept)
    await act(people, geti, "3", **LICENSED)
    await act(people, geti, "4", **TAXED)
    await parted(people, old)
    assert await acts(people) == {"1": kept, "2": old, "3": old, "4": kept}
    assert await names(people) == before
    assert await act(people, geti, "5", **LICENSED) == old
    async with people.reading() as session:
        assert not (await session.exec(select(Inspection.entered_as_id).distinct())).one()
        assert await merges_into(session, kept) == []
        assert (await session.exec(select(Merge))).one().undone_at == NOW


async def test_a_business_that_took_others_in_can_be_merged_and_parted_again(
    people: Database, geti: Inspectorate
) -> None:
    top = await act(people, geti, "1", tax_number="11111111111111")
    middle = await act(people, geti, "2", tax_number="22222222222222")
    low = await act(people, geti, "3", tax_number="33333333333333")
    await joined(people, low, middle)
    await joined(people, middle, top)
    assert set((await acts(people)).values()) == {top}
    assert await act(people, geti, "4", tax_number="33333333333333") == top
    await parted(people, middle)
    assert await acts(people) == {"1": top, "2": middle, "3": middle, "4": middle}
    await joined(people, middle, top)
    await parted(people, low)
    assert await acts(people) == {"1": top, "2": top, "3": low, "4": low}


async def test_two_people_at_once_merge_once(people: Database, geti: Inspectorate) -> None:
    kept, old = await act(people, geti, "1", **TAXED), await act(people, geti, "2", **LICENSED)
    await asyncio.gather(*(joined(people, old, kept) for _ in range(4)))
    async with people.reading() as session:
        assert len((await session.exec(select(Merge))).all()) == 1
    done = await asyncio.gather(*(parted(people, old) for _ in range(3)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["AlreadyDone", "AlreadyDone", "NoneType"]


async def test_two_people_cannot_merge_each_into_the_other(
    people: Database, geti: Inspectorate
) -> None:
    one, other = await act(people, geti, "1", **TAXED), await act(people, geti, "2", **LICENSED)
    done = await asyncio.gather(
        joined(people, one, other), joined(people, other, one), return_exceptions=True
    )
    assert sorted(type(it).__name__ for it in done) == ["AlreadyDone", "NoneType"]


async def test_nothing_is_lost_of_what_is_entered_during_a_merge(
    people: Database, geti: Inspectorate
) -> None:
    kept, old = await act(people, geti, "1", **TAXED), await act(people, geti, "2", **LICENSED)
    entering = [act(people, geti, f"n{n}", **LICENSED) for n in range(6)]
    await asyncio.gather(*entering, joined(people, old, kept))
    assert set((await acts(people)).values()) == {kept}


async def test_only_two_businesses_of_one_country_can_be_one(
    people: Database, geti: Inspectorate
) -> None:
    one = await act(people, geti, "1", **TAXED)
    async with people.transaction() as session:
        consumer = await make_inspectorate(session, "consumer", "KZ")
        other = (await make_inspection(session, consumer)).business_id
    for into, error in ((one, Invalid), (other, Invalid), (uuid4(), NotFound)):
        with pytest.raises(error):
            await joined(people, one, into)
    with pytest.raises(AlreadyDone):
        await parted(people, one)


async def test_a_changed_act_goes_where_its_new_number_belongs(
    people: Database, geti: Inspectorate
) -> None:
    kept, old = await act(people, geti, "1", **TAXED), await act(people, geti, "2", **LICENSED)
    await joined(people, old, kept)
    day = date(2026, 7, 21)
    await act(people, geti, "2", tax_number="22222222222222", act_date=day)
    await parted(people, old)
    assert (await acts(people))["2"] not in (kept, old)
