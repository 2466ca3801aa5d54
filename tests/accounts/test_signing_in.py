"""Signing in: what is right, what is refused, how long it lasts, how fast one may guess."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func
from sqlmodel import select

from app.accounts.signing_in import (
    LASTS,
    Attempted,
    sign_in,
    sign_out,
    sign_out_everywhere,
    who,
)
from app.accounts.tables import Attempt, Event, Person, SignIn
from app.lib.db import Database
from app.lib.errors import TooMany
from tests.making.accounts import NOW, PASSWORD, PEPPER, attempted, make_cookie, make_person


async def enter(people: Database, now: datetime = NOW, **changes: str) -> str | None:
    begun = await sign_in(people, PEPPER, attempted(**changes), now)
    return begun.cookie if begun else None


async def test_the_right_password_signs_in(people: Database) -> None:
    person = await make_person(people, password=PASSWORD)
    cookie = await enter(people, email=" AIDA@geti.kg.example ")
    assert cookie
    signed_in = await who(people, cookie, NOW)
    assert signed_in
    assert (signed_in.person_id, signed_in.name) == (person.id, "Aida Asanova")


async def test_an_accent_may_be_typed_in_two_ways(people: Database) -> None:
    await make_person(people, password="йогурт и кумыс на столе")
    assert await enter(people, password="и\u0306огурт и кумыс на столе")


@pytest.mark.parametrize(
    "wrong",
    [{"password": PASSWORD + "!"}, {"password": ""}, {"email": "nobody@geti.kg.example"}],
)
async def test_everything_wrong_is_answered_alike(people: Database, wrong: dict[str, str]) -> None:
    await make_person(people, password=PASSWORD)
    assert await enter(people, NOW, **wrong) is None


async def test_nobody_signs_in_without_a_password_or_after_leaving(people: Database) -> None:
    await make_person(people)
    assert await enter(people, password="") is None
    gone = await make_person(people, "gone@geti.kg.example", password=PASSWORD)
    cookie = await make_cookie(people, gone)
    async with people.transaction() as session:
        session.add((await session.get_one(Person, gone.id)).sqlmodel_update({"active": False}))
    assert await enter(people, email="gone@geti.kg.example") is None
    assert await who(people, cookie, NOW) is None


async def test_the_database_knows_no_cookie(people: Database) -> None:
    cookie = await make_cookie(people, await make_person(people))
    async with people.reading() as session:
        [kept] = await session.exec(select(SignIn))
    assert cookie not in kept.model_dump_json(exclude={"digest"})
    assert cookie.encode() not in kept.digest


async def test_a_session_ends_after_five_days_however_much_it_is_used(people: Database) -> None:
    cookie = await make_cookie(people, await make_person(people))
    hours = [n for n in range(1, 130) if await who(people, cookie, NOW + timedelta(hours=n))]
    assert hours == list(range(1, 5 * 24))


async def test_a_session_lasts_eight_hours_from_its_last_use(people: Database) -> None:
    cookie = await make_cookie(people, await make_person(people))
    assert await who(people, cookie, NOW + timedelta(hours=7))
    assert await who(people, cookie, NOW + timedelta(hours=14))
    assert await who(people, cookie, NOW + timedelta(hours=14) + LASTS) is None


async def test_looking_often_does_not_write_often(people: Database) -> None:
    cookie = await make_cookie(people, await make_person(people))
    await who(people, cookie, NOW + timedelta(minutes=9))
    async with people.reading() as session:
        assert (await session.exec(select(SignIn.expires_at))).one() == NOW + LASTS


async def test_signing_out_ends_the_session_for_good(people: Database) -> None:
    person = await make_person(people)
    here, elsewhere = await make_cookie(people, person), await make_cookie(people, person)
    async with people.transaction() as session:
        await sign_out(session, here)
    assert await who(people, here, NOW) is None
    assert await who(people, elsewhere, NOW)
    async with people.transaction() as session:
        await sign_out_everywhere(session, person.id)
    assert await who(people, elsewhere, NOW) is None


@pytest.mark.parametrize("cookie", ["", "x", "é" * 43, "A" * 5000])
async def test_a_foreign_cookie_is_nobody(people: Database, cookie: str) -> None:
    assert await who(people, cookie, NOW) is None


async def test_after_ten_failures_an_account_waits_wherever_they_come_from(
    people: Database,
) -> None:
    await make_person(people, password=PASSWORD)
    for number in range(10):
        assert await enter(people, password="wrong", address=f"203.0.113.{number}") is None
    with pytest.raises(TooMany):
        await enter(people, address="203.0.113.99")


async def test_after_ten_failures_a_network_waits_whoever_is_tried(people: Database) -> None:
    await make_person(people, password=PASSWORD)
    for number in range(10):
        address = f"2001:db8:0:7:{number:x}::1"
        await enter(people, email=f"a{number}@b.example", address=address)
    with pytest.raises(TooMany):
        await enter(people, address="2001:db8:0:7::99")
    assert await enter(people, address="2001:db8:0:8::99")


async def test_the_wait_ends_although_somebody_goes_on_trying(people: Database) -> None:
    await make_person(people, password=PASSWORD)
    for minute in (0, 1):
        for _attempt in range(5):
            await enter(people, NOW + timedelta(minutes=minute), password="wrong")
    for second in range(60, 300, 30):
        with pytest.raises(TooMany):
            await enter(people, NOW + timedelta(seconds=second), password="wrong")
    assert await enter(people, NOW + timedelta(minutes=5))


async def test_success_forgives_the_accounts_own_mistakes(people: Database) -> None:
    await make_person(people, password=PASSWORD)
    for _round in range(2):
        for number in range(9):
            await enter(people, password="wrong", address=f"203.0.113.{number}")
        assert await enter(people)


async def test_a_hundred_guesses_at_once_get_no_further_than_ten(people: Database) -> None:
    await make_person(people, password=PASSWORD)
    guesses = [
        sign_in(people, PEPPER, Attempted("aida@geti.kg.example", f"guess {n}", f"10.0.0.{n}"), NOW)
        for n in range(100)
    ]
    outcomes = await asyncio.gather(*guesses, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 10
    assert sum(isinstance(outcome, TooMany) for outcome in outcomes) == 90


async def test_what_is_counted_names_neither_person_nor_network(people: Database) -> None:
    await enter(people, password="wrong")
    async with people.reading() as session:
        keys = (await session.exec(select(Attempt.key))).all()
    assert len(keys) == 2
    assert not any(b"aida" in key or b"203.0" in key for key in keys)


async def test_signing_in_and_out_stand_in_the_audit_trail(people: Database) -> None:
    await make_person(people, password=PASSWORD)
    cookie = await enter(people)
    assert cookie
    async with people.transaction() as session:
        await sign_out(session, cookie)
    async with people.reading() as session:
        acts = await session.exec(select(Event.act, func.count()).group_by(Event.act))
    assert dict(acts.all()) == {"set a password": 1, "signed in": 1, "signed out": 1}
