"""Tokens of other systems: for one inspectorate, for some acts, until a day."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app.accounts import tokens
from app.accounts.tables import Token
from app.accounts.tokens import Scope, Wanted
from app.lib.db import Database
from app.lib.errors import AlreadyDone, Invalid
from tests.making.accounts import NOW, make_token

GETI = uuid4()


async def found(people: Database, text: str, at: timedelta = timedelta()) -> Token | None:
    async with people.reading() as session:
        return await tokens.bearer_of(session, text, NOW + at)


async def test_a_token_is_found_until_it_expires(people: Database) -> None:
    text = await make_token(people, GETI, days=30)
    there = await found(people, text)
    assert there
    assert (there.inspectorate_id, there.scopes) == (GETI, "inspections:write inspections:read")
    assert await found(people, text, timedelta(days=30) - timedelta(seconds=1))
    assert await found(people, text, timedelta(days=30)) is None


async def test_nothing_of_it_is_kept_but_a_digest(people: Database) -> None:
    text = await make_token(people, GETI)
    async with people.reading() as session:
        row = (await session.exec(select(Token))).one()
    assert text.encode() not in row.digest
    assert text[6:] not in str(row)


async def test_a_revoked_token_is_like_none_and_stays_on_the_list(people: Database) -> None:
    text = await make_token(people, GETI)
    there = await found(people, text)
    assert there
    async with people.transaction() as session:
        await tokens.revoke(session, there.id, NOW)
    assert await found(people, text) is None
    async with people.transaction() as session:
        assert [one.revoked_at for one in await tokens.tokens_of(session, GETI)] == [NOW]
        with pytest.raises(AlreadyDone):
            await tokens.revoke(session, there.id, NOW)


async def test_a_token_says_by_itself_whether_it_was_mistyped(people: Database) -> None:
    text = await make_token(people, GETI)
    assert text.startswith("pikir_")
    assert text.isascii()
    assert tokens.is_well_formed(text)
    for place in range(len(text)):
        other = "a" if text[place] != "a" else "b"
        mistyped = text[:place] + other + text[place + 1 :]
        assert not tokens.is_well_formed(mistyped), place
        assert await found(people, mistyped) is None
    for wrong in ("", text[:-1], f"{text}a", f" {text}", text.upper(), "pikir_" + "0" * 42):
        assert not tokens.is_well_formed(wrong)


async def test_a_name_is_taken_while_its_token_is_in_force(people: Database) -> None:
    text = await make_token(people, GETI, name="register")
    with pytest.raises(AlreadyDone):
        await make_token(people, GETI, name=" register ")
    await make_token(people, uuid4(), name="register")
    there = await found(people, text)
    assert there
    async with people.transaction() as session:
        await tokens.revoke(session, there.id, NOW)
    assert await found(people, await make_token(people, GETI, name="register"))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(" ", UUID(int=1), [Scope.READ], 1), "name"),
        (Wanted("x" * 61, UUID(int=1), [Scope.READ], 1), "name"),
        (Wanted("x", UUID(int=1), [], 1), "scopes"),
        (Wanted("x", UUID(int=1), [Scope.READ, "everything"], 1), "scopes"),
        (Wanted("x", UUID(int=1), [Scope.READ], 0), "days"),
        (Wanted("x", UUID(int=1), [Scope.READ], 731), "days"),
    ],
)
async def test_what_no_token_can_be_is_refused_by_field(
    people: Database, wanted: Wanted, field: str
) -> None:
    async with people.transaction() as session:
        with pytest.raises(Invalid) as refused:
            await tokens.make(session, wanted, NOW)
    assert set(refused.value.errors) == {field}
