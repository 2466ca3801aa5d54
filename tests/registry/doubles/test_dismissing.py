"""Somebody says that two likely doubles are two businesses."""

from typing import Any

from app.lib.db import Database
from app.registry.doubles.dismissing import dismiss, dismissed
from app.registry.doubles.finding import doubles
from app.registry.doubles.merging import By, merge, unmerge
from tests.making.registry import NOW, make_inspection, make_inspectorate

BY = By(None, NOW)


async def test_the_pair_alone_is_proposed_no_more(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        one, other, _third = [
            (
                await make_inspection(
                    session,
                    geti,
                    act_number=number,
                    business_name="Ала-Тоо",
                    tax_number=None,
                    licence_number=number,
                )
            ).business_id
            for number in ("1", "2", "3")
        ]
        said = await dismiss(session, one, other, BY)
        assert await dismiss(session, other, one, BY) == said
        left = await doubles(session, 100)
    pairs = [{double.kept.business.id, double.other.business.id} for double in left]
    assert len(pairs) == 2
    assert {one, other} not in pairs


async def test_whoever_merges_them_all_the_same_has_the_last_word(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        one = (await make_inspection(session, geti)).business_id
        licence: dict[str, Any] = {"tax_number": None, "licence_number": "17", "act_number": "2"}
        other = (await make_inspection(session, geti, **licence)).business_id
        await dismiss(session, one, other, BY)
        await merge(session, other, one, BY)
        assert await dismissed(session) == []
        await unmerge(session, other, BY)
        assert len(await doubles(session, 100)) == 1
