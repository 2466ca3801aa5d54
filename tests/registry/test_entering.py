"""One record: its rules, and what entering it again does."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from app.lib.db import Database
from app.lib.errors import Invalid
from app.lib.i18n import speaking
from app.registry.changing import Letters
from app.registry.entering import Entered, InspectionFields, enter, find, read
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

TODAY = date(2026, 8, 3)
TEXT = {
    "act_year": "2026",
    "act_number": "17",
    "act_date": "20.07.2026",
    "started_on": "2026-07-15",
    "finished_on": "2026-07-17",
    "kind": "scheduled",
    "region": "KG-GB",
    "outcome": "no_violation",
    "tax_number": "01234567890123",
    "business_name": "  ОсОО   «Ала-Тоо» ",
    "email": "aida@mail.kg",
}


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        return await make_inspectorate(session)


async def entered(
    people: Database,
    inspectorate: Inspectorate,
    fields: InspectionFields,
    letters: Letters = NONE_GONE,
) -> Entered:
    async with people.transaction() as session:
        return await enter(session, ADDRESSES, inspectorate, fields, now=NOW, letters=letters)


def faults_in(**changes: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read({**TEXT, **changes}, "KG", TODAY)
    return refused.value.errors


def test_a_form_becomes_a_record() -> None:
    fields = read(TEXT, "KG", TODAY)
    assert fields.act_date == date(2026, 7, 20)
    assert fields.business_name == "ОсОО «Ала-Тоо»"
    assert (fields.no_email_reason, fields.language, fields.inspector) == (None, None, "")


def test_the_year_of_the_act_is_that_of_its_date_if_it_is_left_out() -> None:
    assert read({**TEXT, "act_year": ""}, "KG", TODAY).act_year == 2026


def test_an_empty_form_says_everything_that_is_needed_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read({}, "KG", TODAY)
    optional = {"act_year", "licence_number", "no_email_reason", "language", "inspector"}
    optional |= {"handed_over_on"}
    assert refused.value.errors.keys() == InspectionFields.model_fields.keys() - optional


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("act_date", "2026-02-30"),
        ("act_date", "07/20/2026"),
        ("act_date", "2026-08-04"),
        ("act_date", "2026-07-16"),
        ("finished_on", "2026-07-14"),
        ("started_on", "45000"),
        ("act_year", "26"),
        ("act_year", "2024"),
        ("act_year", "2027"),
        ("act_number", "№" * 41),
        ("kind", "control_purchase"),
        ("region", "KZ-75"),
        ("outcome", "fine"),
        ("tax_number", "1234567890123"),
        ("tax_number", "1,23457E+12"),
        ("business_name", "Ала\u0000Тоо"),
        ("business_name", "Ала\u202eТоо"),
        ("business_name", "Ала\u2066Тоо"),
        ("inspector", "Your prize: https://x.example/claim"),
        ("inspector", "www.prize.kg"),
        ("inspector", "aida@mail.kg"),
        ("inspector", "Приз: бета.рф/x"),
        ("inspector", "t.me/prize"),
        ("act_number", "17@prize"),
        ("email", "aida@mail"),
        ("email", "aida mail.kg"),
        ("email", ""),
        ("no_email_reason", "refused"),
        ("language", "kg"),
    ],
)
def test_what_cannot_be_true_is_refused_by_its_field(field: str, written: str) -> None:
    assert field in faults_in(**{field: written})


@pytest.mark.parametrize(
    "name",
    [
        "ИП Асанов",
        "ИП Асанов А.Б.",
        "ОсОО «Ала-Тоо»",
        "Coca-Cola",
        "ТОО «Бета кг»",
        "Beta kg",
        "Дом №5, кв.7",
        "ОсОО А.Т.Строй",
        "Smith Ltd.",
        "1.5 литра",
        "гр.Асанов",
    ],
)
def test_names_that_are_no_links_stand(name: str) -> None:
    assert read({**TEXT, "business_name": name}, "KG", TODAY).business_name == name


def test_several_faults_come_together() -> None:
    faults = faults_in(act_date="soon", region="KG", email="?", kind="planned")
    assert faults.keys() == {"act_date", "region", "email", "kind"}


def test_an_act_signed_early_in_the_year_may_keep_the_number_of_the_old_one() -> None:
    january = {"act_date": "2026-01-05", "started_on": "2025-12-20", "finished_on": "2025-12-29"}
    assert read({**TEXT, **january, "act_year": "2025"}, "KG", TODAY).act_year == 2025


async def test_a_record_knows_its_quarter_language_and_business(
    people: Database, geti: Inspectorate
) -> None:
    inspection = (await entered(people, geti, make_fields(email="Aida@Mail.KG"))).inspection
    assert (inspection.quarter, inspection.language) == ("2026-Q3", "ky")
    assert inspection.email
    assert ADDRESSES.open(inspection.email) == "Aida@mail.kg"
    assert inspection.email_print == ADDRESSES.print("aida@mail.kg")
    assert b"mail" not in inspection.email
    async with people.reading() as session:
        [business] = await session.exec(select(Business))
    assert (business.id, business.name) == (inspection.business_id, "Ала-Тоо")


async def test_a_kazakh_record_is_kazakh_unless_it_says_otherwise(people: Database) -> None:
    async with people.transaction() as session:
        consumer = await make_inspectorate(session, "consumer", "KZ")
        assert (await make_inspection(session, consumer)).language == "kk"
        assert (await make_inspection(session, consumer, language="ru")).language == "ru"


async def test_today_is_the_inspectorates_own_day(people: Database, geti: Inspectorate) -> None:
    evening = datetime(2026, 8, 3, 19, 0, tzinfo=UTC)  # already the 4th in Bishkek
    async with people.transaction() as session:
        await make_inspection(session, geti, now=evening, act_date=date(2026, 8, 4))
        with pytest.raises(Invalid, match="act_date"):
            await make_inspection(session, geti, now=evening, act_date=date(2026, 8, 5))


async def test_entering_twice_adds_nothing(people: Database, geti: Inspectorate) -> None:
    fields = make_fields()
    assert (await entered(people, geti, fields)).is_new
    assert not (await entered(people, geti, fields)).is_new
    async with people.reading() as session:
        assert len((await session.exec(select(Inspection))).all()) == 1


async def test_the_same_number_in_another_year_or_body_is_another_act(
    people: Database, geti: Inspectorate
) -> None:
    day = date(2025, 7, 20)
    earlier: dict[str, Any] = {"act_date": day, "started_on": day, "finished_on": day}
    async with people.transaction() as session:
        other = await make_inspectorate(session, "gsei")
        await make_inspection(session, geti, act_number="1")
        await make_inspection(session, geti, act_number="1", act_year=2025, **earlier)
        await make_inspection(session, other, act_number="1")
        assert len((await session.exec(select(Inspection))).all()) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "violation_fine"},
        {"inspector": "Б. Башка"},
        {"started_on": date(2026, 7, 14)},
        {"business_name": "Ала-Тоо плюс"},
    ],
)
async def test_what_decides_nothing_about_the_letter_may_always_change(
    people: Database, geti: Inspectorate, change: dict[str, Any]
) -> None:
    fields = make_fields()
    await entered(people, geti, fields)
    again = await entered(people, geti, fields.model_copy(update=change), ALL_GONE)
    assert not again.is_new
    async with people.reading() as session:
        business = await session.get_one(Business, again.inspection.business_id)
    stored = {**again.inspection.model_dump(), "business_name": business.name}
    assert change.items() <= stored.items()


FROZEN_BY_THE_LETTER = [
    {"act_date": date(2026, 8, 1)},
    {"kind": "desk"},
    {"region": "KG-O"},
    {"tax_number": "99999999999999"},
    {"tax_number": None, "licence_number": "B-17"},
    {"email": "other@mail.kg"},
    {"email": None, "no_email_reason": "refused"},
    {"language": "ru"},
]


@pytest.mark.parametrize("change", FROZEN_BY_THE_LETTER)
async def test_what_the_letter_was_sent_by_changes_before_it_and_never_after(
    people: Database, geti: Inspectorate, change: dict[str, Any]
) -> None:
    fields = make_fields()
    original = (await entered(people, geti, fields)).inspection
    changed = fields.model_copy(update=change)
    with pytest.raises(Invalid) as refused:
        await entered(people, geti, changed, ALL_GONE)
    assert change.keys() >= refused.value.errors.keys()
    async with people.reading() as session:
        assert await find(session, geti, 2026, fields.act_number) == original
    now_stands = (await entered(people, geti, changed)).inspection
    assert now_stands != original
    assert not (await entered(people, geti, changed, ALL_GONE)).is_new


async def test_what_is_not_said_again_stays(people: Database, geti: Inspectorate) -> None:
    fields = make_fields(language="ru", inspector="А. Асанов")
    await entered(people, geti, fields)
    unsaid = fields.model_copy(update={"language": None, "inspector": ""})
    stands = (await entered(people, geti, unsaid, ALL_GONE)).inspection
    assert (stands.language, stands.inspector) == ("ru", "А. Асанов")


async def test_an_erased_address_is_never_filled_again(
    people: Database, geti: Inspectorate
) -> None:
    fields = make_fields()
    async with people.transaction() as session:
        inspection = await make_inspection(session, geti, **fields.model_dump())
        inspection.email, inspection.email_print, inspection.email_erased = None, None, True
        session.add(inspection)
    changed = fields.model_copy(update={"outcome": "suspended"})
    again = (await entered(people, geti, changed)).inspection
    assert (again.email, again.email_print, again.email_erased) == (None, None, True)
    assert again.outcome == "suspended"


async def test_a_wrong_check_digit_is_flagged_and_taken(people: Database) -> None:
    async with people.transaction() as session:
        consumer = await make_inspectorate(session, "consumer", "KZ")
        assert (await make_inspection(session, consumer)).flags == []
        mistyped = await make_inspection(session, consumer, tax_number="971240001316")
    assert mistyped.flags == ["tax_number"]


async def test_an_address_of_the_inspectorate_itself_is_flagged_and_taken(
    people: Database, geti: Inspectorate
) -> None:
    fields = make_fields(email="inspector@geti.kg.example")
    assert (await entered(people, geti, fields)).inspection.flags == ["own_domain"]


def test_faults_are_said_in_the_language_being_spoken() -> None:
    with speaking("en"):
        assert faults_in(act_date="soon")["act_date"].startswith("Write the date")
