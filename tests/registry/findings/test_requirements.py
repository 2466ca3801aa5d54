"""Requirements that acts can cite."""

from datetime import date

import pytest

from app.lib.db import Database
from app.lib.errors import AlreadyDone, Invalid
from app.lib.i18n import LANGUAGES
from app.registry.findings.requirements import (
    Origin,
    add_requirement,
    all_requirements,
    citable,
    end_requirement,
    let_go_on,
    shipped,
)

NEW = {
    "code": "ТР ЕАЭС 044/2017",
    "kind": "EAEU",
    **{f"title_{language}": "О безопасности упакованной питьевой воды" for language in LANGUAGES},
    "in_force_from": "01.01.2019",
}


def test_what_is_shipped_is_whole() -> None:
    codes = [one.code for one in shipped()]
    assert len(set(codes)) == len(codes) >= 17
    for one in shipped():
        assert one.titles.keys() == set(LANGUAGES)
        assert all(one.titles.values())
        assert one.kind in tuple(Origin)
        assert one.in_force_from is None or isinstance(one.in_force_from, date)


async def test_what_can_be_cited_was_in_force_in_the_country_on_that_day(people: Database) -> None:
    async with people.reading() as session:
        by = {
            (country, day): {one.code for one in await citable(session, country, day)}
            for country in ("KG", "KZ")
            for day in (date(2013, 1, 1), date(2026, 7, 20))
        }
    food, law = "ТР ТС 021/2011", "Закон РК № 396-VI от 30.12.2020"
    assert "ТР ТС 005/2011" in by["KZ", date(2013, 1, 1)]
    assert food not in by["KZ", date(2013, 1, 1)]
    assert not any(code.startswith("ТР") for code in by["KG", date(2013, 1, 1)])
    assert food in by["KG", date(2026, 7, 20)]
    assert law in by["KZ", date(2026, 7, 20)]
    assert law not in by["KG", date(2026, 7, 20)]


async def test_an_administrator_adds_one(people: Database) -> None:
    async with people.transaction() as session:
        assert await add_requirement(session, NEW) == NEW["code"]
    async with people.transaction() as session:
        assert (await all_requirements(session))[-1].in_force_from == date(2019, 1, 1)
        with pytest.raises(Invalid, match="stands already"):
            await add_requirement(session, NEW)


async def test_what_has_ended_can_be_cited_by_acts_of_before(people: Database) -> None:
    last, next_day, food = date(2026, 7, 20), date(2026, 7, 21), "ТР ТС 021/2011"
    async with people.transaction() as session:
        await end_requirement(session, {"ended": food, "last_day": "30.06.2026"})
        await end_requirement(session, {"ended": food, "last_day": "20.07.2026"})
        assert food in {one.code for one in await citable(session, "KG", last)}
        assert food not in {one.code for one in await citable(session, "KG", next_day)}
        await let_go_on(session, food)
        assert food in {one.code for one in await citable(session, "KG", next_day)}
        with pytest.raises(AlreadyDone):
            await let_go_on(session, food)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": ""}, "code"),
        ({"code": "ТР ТС 021/2011"}, "code"),
        ({"kind": "EU"}, "kind"),
        ({"title_ky": ""}, "title_ky"),
        ({"in_force_from": "soon"}, "in_force_from"),
        ({"in_force_to": "31.12.2018"}, "in_force_to"),
    ],
)
async def test_what_is_wrong_is_said_by_its_field(
    people: Database, changes: dict[str, str], fault: str
) -> None:
    async with people.reading() as session:
        with pytest.raises(Invalid) as refused:
            await add_requirement(session, {**NEW, **changes})
    assert refused.value.errors.keys() == {fault}
