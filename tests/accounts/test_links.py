"""One-time links."""

from datetime import timedelta

import pytest

from app.accounts import links
from app.accounts.signing_in import sign_in, who
from app.accounts.tables import Person
from app.lib.db import Database
from app.lib.errors import Expired, Invalid
from tests.making.accounts import NOW, PASSWORD, PEPPER, attempted, make_cookie, make_person


async def link_for(people: Database, person: Person) -> str:
    async with people.transaction() as session:
        return await links.make(session, person, NOW)


async def test_a_link_sets_a_password_once(people: Database) -> None:
    person = await make_person(people)
    token = await link_for(people, person)
    await links.set_password(people, token, PASSWORD, NOW)
    assert await sign_in(people, PEPPER, attempted(), NOW)
    with pytest.raises(Expired):
        await links.set_password(people, token, "another good long one", NOW)


async def test_looking_at_a_link_does_not_use_it(people: Database) -> None:
    person = await make_person(people)
    token = await link_for(people, person)
    async with people.reading() as session:
        assert (await links.holder(session, token, NOW)).id == person.id
    await links.set_password(people, token, PASSWORD, NOW)


async def test_a_link_is_good_for_thirty_minutes(people: Database) -> None:
    token = await link_for(people, await make_person(people))
    with pytest.raises(Expired):
        await links.set_password(people, token, PASSWORD, NOW + timedelta(minutes=30))


async def test_a_new_link_ends_the_one_before_it(people: Database) -> None:
    person = await make_person(people)
    old = await link_for(people, person)
    await link_for(people, person)
    with pytest.raises(Expired):
        await links.set_password(people, old, PASSWORD, NOW)


async def test_a_password_that_is_refused_leaves_the_link_good(people: Database) -> None:
    token = await link_for(people, await make_person(people))
    with pytest.raises(Invalid):
        await links.set_password(people, token, "password1234", NOW)
    await links.set_password(people, token, PASSWORD, NOW)


async def test_a_new_password_ends_every_session(people: Database) -> None:
    person = await make_person(people)
    cookie = await make_cookie(people, person)
    await links.set_password(people, await link_for(people, person), PASSWORD, NOW)
    assert await who(people, cookie, NOW) is None
