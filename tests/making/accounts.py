"""Makers of people, as an administrator would add them."""

from datetime import UTC, datetime
from uuid import UUID

from app.accounts import links, people, tokens
from app.accounts.roles import Role
from app.accounts.signing_in import Attempted, begin
from app.accounts.tables import Person
from app.accounts.tokens import Scope, Wanted
from app.lib.db import Database

NOW = datetime(2026, 8, 3, 6, 0, tzinfo=UTC)
PEPPER = b"pepper" * 6
PASSWORD = "four horses near the lake"


async def make_person(
    database: Database,
    email: str = "aida@geti.kg.example",
    name: str = "Aida Asanova",
    role: Role | None = None,
    inspectorate_id: UUID | None = None,
    password: str | None = None,
) -> Person:
    async with database.transaction() as session:
        person = await people.add(session, email, name)
        if role:
            await people.give(session, person, role, inspectorate_id)
        token = await links.make(session, person, NOW)
    return await links.set_password(database, token, password, NOW) if password else person


async def make_cookie(database: Database, person: Person, now: datetime = NOW) -> str:
    """Of a session that has begun."""
    async with database.transaction() as session:
        return await begin(session, person.id, now)


def attempted(
    email: str = "aida@geti.kg.example", password: str = PASSWORD, address: str = "203.0.113.7"
) -> Attempted:
    return Attempted(email, password, address)


async def make_token(
    database: Database,
    inspectorate_id: UUID,
    *scopes: str,
    name: str = "register",
    days: int = 365,
    now: datetime = NOW,
) -> str:
    """To write and read inspections, if no scope is named."""
    wanted = Wanted(name, inspectorate_id, scopes or (Scope.WRITE, Scope.READ), days)
    async with database.transaction() as session:
        return await tokens.make(session, wanted, now)
