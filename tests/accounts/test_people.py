"""People and their roles."""

from uuid import UUID, uuid4

import pytest

from app.accounts import people as staff
from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, Held, Role, SignedIn
from app.lib.db import Database
from app.lib.errors import AlreadyDone, Invalid
from tests.making.accounts import make_person

HERE, ELSEWHERE = uuid4(), uuid4()


def signed_in(*roles: Held) -> SignedIn:
    return SignedIn(uuid4(), "Aida", "aida@geti.kg.example", "ky", roles)


async def test_an_address_is_one_person(people: Database) -> None:
    await make_person(people, "aida@geti.kg.example")
    async with people.transaction() as session:
        with pytest.raises(AlreadyDone):
            await staff.add(session, " Aida@GETI.kg.example", "Another Aida")


async def test_every_fault_of_a_new_person_comes_at_once(people: Database) -> None:
    async with people.transaction() as session:
        with pytest.raises(Invalid) as refused:
            await staff.add(session, "aida", " ", "kg")
    assert refused.value.errors.keys() == {"email", "name", "language"}


async def test_a_role_is_held_once_and_in_its_place(people: Database) -> None:
    person = await make_person(people, role=DIRECTOR, inspectorate_id=HERE)
    async with people.transaction() as session:
        await staff.give(session, person, DIRECTOR, HERE)
        await staff.give(session, person, INSPECTOR, ELSEWHERE)
        held = await staff.roles_of(session, person.id)
    assert sorted(held, key=str) == [Held(DIRECTOR, HERE), Held(INSPECTOR, ELSEWHERE)]


@pytest.mark.parametrize(("role", "where"), [(ADMINISTRATOR, HERE), (INSPECTOR, None)])
async def test_only_administrators_are_everywhere(
    people: Database, role: Role, where: UUID | None
) -> None:
    person = await make_person(people)
    async with people.transaction() as session:
        with pytest.raises(Invalid, match="inspectorate"):
            await staff.give(session, person, role, where)


def test_whoever_holds_nothing_may_nothing() -> None:
    nobody = signed_in()
    assert not nobody.has(INSPECTOR, DIRECTOR, ADMINISTRATOR)
    assert not nobody.may(HERE, INSPECTOR, DIRECTOR, ADMINISTRATOR)


def test_a_role_counts_where_it_is_held() -> None:
    director = signed_in(Held(DIRECTOR, HERE))
    assert director.may(HERE, DIRECTOR)
    assert not director.may(ELSEWHERE, DIRECTOR)
    assert not director.may(HERE, INSPECTOR)


def test_an_administrator_is_one_everywhere_and_nothing_else() -> None:
    administrator = signed_in(Held(ADMINISTRATOR, None))
    assert administrator.may(ELSEWHERE, ADMINISTRATOR)
    assert not administrator.may(ELSEWHERE, DIRECTOR)
