"""Who was inspected: known by a tax number, or by a licence number where there is none."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app.lib.db import Database
from app.registry.entering import read
from app.registry.tables import Business, Inspectorate
from tests.making.registry import make_inspection, make_inspectorate
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


async def test_with_both_numbers_the_tax_number_counts(
    people: Database, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        for licence in ("17", "18", None):
            await make_inspection(session, geti, licence_number=licence)
    assert await businesses(people) == [("01234567890123", None, "Ала-Тоо")]


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
