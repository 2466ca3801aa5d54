"""The second factor: what is right, and what is right no more."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import second_factor
from app.accounts.second_factor import RECOVERY_CODES, Sealing
from app.accounts.second_step import finish, turn_off
from app.accounts.signing_in import HALF_LASTS, Begun, sign_in, who
from app.accounts.tables import Event, Person, RecoveryCode
from app.lib.db import Database
from app.lib.errors import Expired, TooMany
from tests.making.accounts import NOW, PASSWORD, PEPPER, SECRET, attempted, code, make_person

SEALING = Sealing(PEPPER)
STEP = timedelta(seconds=30)


async def make(people: Database) -> tuple[Person, list[str]]:
    """Somebody with the second factor on, and their recovery codes."""
    person = await make_person(people, password=PASSWORD)
    async with people.transaction() as session:
        row = await session.get_one(Person, person.id)
        codes = await second_factor.turn_on(session, SEALING, row, SECRET, 0)
    return person, list(codes)


async def begin(people: Database) -> Begun:
    begun = await sign_in(people, PEPPER, attempted(), NOW)
    assert begun
    return begun


async def test_the_password_alone_opens_nothing(people: Database) -> None:
    await make(people)
    begun = await begin(people)
    assert begun.is_half
    assert await who(people, begun.cookie, NOW) is None


async def test_the_code_makes_a_session_of_its_own(people: Database) -> None:
    person, _codes = await make(people)
    half = (await begin(people)).cookie
    cookie = await finish(people, SEALING, half, code(NOW), NOW)
    assert cookie not in (None, half)
    signed_in = await who(people, cookie or "", NOW)
    assert signed_in
    assert (signed_in.person_id, signed_in.has_second_factor) == (person.id, True)
    with pytest.raises(Expired):
        await finish(people, SEALING, half, code(NOW + STEP), NOW + STEP)


@pytest.mark.parametrize(
    ("late", "is_right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
async def test_a_clock_may_be_half_a_minute_off(
    people: Database, late: int, is_right: bool
) -> None:
    await make(people)
    shown = code(NOW + timedelta(seconds=late))
    found = await finish(people, SEALING, (await begin(people)).cookie, shown, NOW)
    assert (found is not None) == is_right


async def test_a_code_works_once_also_for_who_comes_at_once(people: Database) -> None:
    await make(people)
    cookies = [(await begin(people)).cookie for _n in range(4)]
    tries = [finish(people, SEALING, cookie, code(NOW), NOW) for cookie in cookies]
    assert sum(found is not None for found in await asyncio.gather(*tries)) == 1
    earlier = code(NOW - STEP)  # right a moment ago, but older than the one that was used
    assert await finish(people, SEALING, (await begin(people)).cookie, earlier, NOW) is None


async def test_a_recovery_code_works_once_however_it_is_typed(people: Database) -> None:
    _person, codes = await make(people)
    assert len(set(codes)) == RECOVERY_CODES
    typed = f" {codes[3].upper().replace('-', ' ')} "
    assert await finish(people, SEALING, (await begin(people)).cookie, typed, NOW)
    assert await finish(people, SEALING, (await begin(people)).cookie, typed, NOW) is None
    assert await finish(people, SEALING, (await begin(people)).cookie, codes[4], NOW)


async def test_nobody_uses_anothers_codes(people: Database) -> None:
    _person, codes = await make(people)
    other = await make_person(people, "bakyt@geti.kg.example", password=PASSWORD)
    async with people.transaction() as session:
        row = await session.get_one(Person, other.id)
        await second_factor.turn_on(session, SEALING, row, second_factor.new_secret(), 0)
    begun = await sign_in(people, PEPPER, attempted("bakyt@geti.kg.example"), NOW)
    assert begun
    for wrong in (codes[0], code(NOW)):
        assert await finish(people, SEALING, begun.cookie, wrong, NOW) is None


async def test_guessing_ends_after_five_times_even_with_the_right_code(people: Database) -> None:
    await make(people)
    half = (await begin(people)).cookie
    for guess in ("", "000000", "abc", "12345678", "0" * 1000):
        assert await finish(people, SEALING, half, guess, NOW) is None
    with pytest.raises(TooMany):
        await finish(people, SEALING, half, code(NOW), NOW)
    later = NOW + timedelta(minutes=5)
    assert await finish(people, SEALING, half, code(later), later)


async def test_the_second_step_comes_within_ten_minutes(people: Database) -> None:
    await make(people)
    half, late = (await begin(people)).cookie, NOW + HALF_LASTS
    with pytest.raises(Expired):
        await finish(people, SEALING, half, code(late), late)
    for nobodys in ("", "made up"):
        with pytest.raises(Expired):
            await finish(people, SEALING, nobodys, code(NOW), NOW)


async def test_turning_it_off_takes_the_password_and_a_code(people: Database) -> None:
    person, codes = await make(people)
    for password, shown in (("wrong", code(NOW)), (PASSWORD, "000000")):
        assert not await turn_off(
            people, SEALING, person.id, password=password, code=shown, now=NOW
        )
    assert await turn_off(people, SEALING, person.id, password=PASSWORD, code=codes[0], now=NOW)
    assert not (await begin(people)).is_half
    async with people.reading() as session:
        assert not (await session.exec(select(RecoveryCode))).all()


async def test_neither_secret_nor_code_stands_in_the_database(people: Database) -> None:
    person, codes = await make(people)
    async with people.reading() as session:
        sealed = (await session.get_one(Person, person.id)).second_factor
        rows = [*(await session.exec(select(RecoveryCode))), *(await session.exec(select(Event)))]
    assert sealed
    assert SECRET.encode() not in sealed
    assert not any(each in str(rows) for each in (SECRET, *codes))
    assert SEALING.open(person.id, sealed) == SECRET
    assert Sealing(b"another pepper" * 3).open(person.id, sealed) is None


async def test_signing_in_is_on_record_only_when_it_is_whole(people: Database) -> None:
    await make(people)
    half = (await begin(people)).cookie
    async with people.reading() as session:
        assert "signed in" not in (await session.exec(select(Event.act))).all()
    await finish(people, SEALING, half, code(NOW), NOW)
    async with people.reading() as session:
        assert "signed in" in (await session.exec(select(Event.act))).all()
        (person,) = (await session.exec(select(Person))).all()
        assert person.signed_in_on == NOW.date()
