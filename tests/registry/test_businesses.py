"""Who was inspected: known by a tax number, or by a licence number where there is none."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app.lib.db import Database
from app.lib.errors import Invalid
from app.registry import typed
from app.registry.businesses import numbered
from app.registry.doubles.merging import By, merge
from app.registry.entering import enter, read
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
from tests.registry.test_entering import TEXT as TAXED
from tests.registry.test_entering import TODAY, faults_in

LICENSED = {**TAXED, "tax_number": "", "licence_number": "LIC 2340642-B"}


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        return await make_inspectorate(session)


async def businesses(people: Database) -> list[tuple[str | None, str | None, str]]:
    async with people.reading() as session:
        found = (await session.exec(select(Business))).all()
    return sorted(
        ((one.tax_number, one.licence_number, one.name) for one in found),
        key=lambda one: (one[0] or "", one[1] or ""),
    )


async def test_one_licence_number_is_one_business(people: Database, geti: Inspectorate) -> None:
    async with people.transaction() as session:
        for name, licence in (("Ала-Тоо", "17"), ("Ала-Тоо+", "17"), ("Бета", "B-18")):
            number: dict[str, Any] = {"tax_number": None, "licence_number": licence}
            await make_inspection(session, geti, business_name=name, **number)
    assert await businesses(people) == [(None, "17", "Ала-Тоо+"), (None, "B-18", "Бета")]


async def test_the_same_licence_number_in_another_country_is_another_business(
    people: Database, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        consumer = await make_inspectorate(session, "consumer", "KZ")
        for where in (geti, consumer):
            await make_inspection(session, where, tax_number=None, licence_number="17")
    assert len(await businesses(people)) == 2


TAX = "01234567890123"
OTHER = "01234567890124"


async def enter_by(
    people: Database, geti: Inspectorate, *numbers: tuple[str | None, str | None]
) -> None:
    for tax, licence in numbers:
        async with people.transaction() as session:
            await make_inspection(session, geti, tax_number=tax, licence_number=licence)


@pytest.mark.parametrize(
    "numbers",
    [
        [(TAX, "17"), (TAX, None), (None, "17")],
        [(TAX, None), (TAX, "17"), (None, "17")],
        [(None, "17"), (TAX, "17"), (TAX, None)],
        [(TAX, "17"), (TAX, "18"), (TAX, "0")],  # of several licence numbers the first is kept
    ],
)
async def test_with_both_numbers_a_business_is_found_by_either(
    people: Database, geti: Inspectorate, numbers: list[tuple[str | None, str | None]]
) -> None:
    await enter_by(people, geti, *numbers)
    assert await businesses(people) == [(TAX, "17", "Ала-Тоо")]


@pytest.mark.parametrize(
    "on_record", [[(TAX, None), (None, "17")], [(OTHER, "17")], [(TAX, None), (OTHER, "17")]]
)
async def test_two_numbers_of_two_businesses_are_refused(
    people: Database, geti: Inspectorate, on_record: list[tuple[str | None, str | None]]
) -> None:
    await enter_by(people, geti, *on_record)
    before = await businesses(people)
    with pytest.raises(Invalid) as refused:
        await enter_by(people, geti, (TAX, "17"))
    assert "two businesses" in refused.value.errors["licence_number"]
    assert await businesses(people) == before


async def test_two_numbers_of_a_merged_business_are_taken(
    people: Database, geti: Inspectorate
) -> None:
    await enter_by(people, geti, (TAX, None), (None, "17"))
    async with people.transaction() as session:
        kept, merged = [await numbered(session, "KG", number) for number in (TAX, "17")]
        assert kept and merged
        await merge(session, merged.id, kept.id, By(None, NOW))
    await enter_by(people, geti, (TAX, "17"), (None, "17"))
    assert await businesses(people) == [(None, "17", "Ала-Тоо"), (TAX, None, "Ала-Тоо")]
    async with people.reading() as session:
        assert {one.business_id for one in await session.exec(select(Inspection))} == {kept.id}


async def test_two_numbers_are_one_business_within_a_batch(
    people: Database, geti: Inspectorate
) -> None:
    pairs = [(None, "17"), (TAX, "17"), (OTHER, "17"), (None, "18"), (TAX, None)]
    given = [make_fields(tax_number=tax, licence_number=licence) for tax, licence in pairs]
    checked = typed.check(
        ADDRESSES, geti, [one.model_dump(exclude_none=True) for one in given], NOW
    )
    async with people.transaction() as session:
        outcomes = await typed.enter_all(session, geti, checked, NOW, NONE_GONE)
    assert [isinstance(one, Invalid) for one in outcomes] == [False, False, True, False, False]
    assert await businesses(people) == [(None, "18", "Ала-Тоо"), (TAX, "17", "Ала-Тоо")]


async def test_a_number_that_is_learned_later_changes_no_act(
    people: Database, geti: Inspectorate
) -> None:
    act = make_fields(tax_number=None, licence_number="17")
    both = act.model_copy(update={"tax_number": TAX})
    async with people.transaction() as session:
        for fields in (act, both, both.model_copy(update={"licence_number": None})):
            await enter(session, ADDRESSES, geti, fields, now=NOW, letters=ALL_GONE)
    assert await businesses(people) == [(TAX, "17", "Ала-Тоо")]


async def test_a_business_without_any_number_stands_in_no_database(people: Database) -> None:
    with pytest.raises(IntegrityError):
        async with people.transaction() as session:
            session.add(Business(country="KG", name="Ала-Тоо", name_key="", number_key=""))


def test_a_licence_number_does_where_there_is_no_tax_number() -> None:
    assert read(LICENSED, "KG", TODAY).licence_number == "LIC 2340642-B"


@pytest.mark.parametrize("nothing", ["0", "000", "-", "0-0", "—"])
def test_what_stands_for_nothing_is_no_licence_number(nothing: str) -> None:
    assert faults_in(tax_number="", licence_number=nothing).keys() == {"licence_number"}


def test_one_of_both_numbers_is_needed() -> None:
    assert "licence number" in faults_in(tax_number="")["tax_number"]
