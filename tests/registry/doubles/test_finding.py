"""Which businesses are thought to be one, and which are not."""

from typing import Any

import pytest

from app.lib.db import Database
from app.registry.doubles.finding import Double, Why, doubles
from app.registry.doubles.merging import By, merge
from tests.making.registry import NOW, make_inspection, make_inspectorate

ALIKE = {"business_name": "ОсОО «Ала-Тоо»", "tax_number": None}


async def found(people: Database, *firms: dict[str, Any], limit: int = 100) -> list[Double]:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        for firm in firms:
            await make_inspection(session, geti, **firm)
    async with people.reading() as session:
        return await doubles(session, limit)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"licence_number": "1234567890123", "business_name": "Бета"}, Why.NUMBER),
        ({"licence_number": "17", "business_name": "ООО Ала Тоо"}, Why.NAME),
        ({"tax_number": "01234567890132", "business_name": "Ала-Тоо"}, Why.SLIP),
    ],
)
async def test_it_says_why_and_which_should_stay(
    people: Database, changes: dict[str, Any], why: Why
) -> None:
    [double] = await found(people, {"business_name": "Ала-Тоо"}, {**ALIKE, **changes})
    assert double.why == why
    assert double.kept.business.tax_number
    assert double.kept.acts == double.other.acts == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"licence_number": "17", "region": "KG-O"},  # the name alone, elsewhere
        {"licence_number": "17", "business_name": "Бета"},
        {"tax_number": "99999999999999"},
    ],
)
async def test_others_are_left_alone(people: Database, changes: dict[str, Any]) -> None:
    assert await found(people, {"business_name": "Ала-Тоо"}, {**ALIKE, **changes}) == []


async def test_what_has_been_merged_is_named_no_more(people: Database) -> None:
    [double] = await found(people, {"business_name": "Ала-Тоо"}, {**ALIKE, "licence_number": "17"})
    async with people.transaction() as session:
        await merge(session, double.other.business.id, double.kept.business.id, By(None, NOW))
    async with people.reading() as session:
        assert await doubles(session, 100) == []


async def test_no_more_are_named_than_asked_for(people: Database) -> None:
    firms = [{**ALIKE, "licence_number": number} for number in ("1", "2", "3")]
    assert len(await found(people, *firms, limit=2)) == 2
