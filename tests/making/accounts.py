"""Makers of people, as an administrator would add them."""

from datetime import UTC, datetime
from uuid import UUID

import pyotp

from app.accounts import links, people, second_factor, tokens
from app.accounts.roles import ADMINISTRATOR, Role
from app.accounts.second_factor import Sealing
from app.accounts.signing_in import Attempted, begin
from app.accounts.tables import Person
from app.accounts.tokens import Scope, Wanted
from app.lib.db import Database
from tests.installation import PEPPER as PEPPER_OF_INSTALLATIONS

NOW = datetime(2026, 8, 3, 6, 0, tzinfo=UTC)
PEPPER = b"pepper" * 6
PASSWORD = "four horses near the lake"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of the administrators' second factors
SEALING = Sealing(PEPPER_OF_INSTALLATIONS)


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
        if role is ADMINISTRATOR:  # else none of their pages opens
            await second_factor.turn_on(session, SEALING, person, SECRET, 0)
        token = await links.make(session, person, NOW)
    return await links.set_password(database, token, password, NOW) if password else person


async def make_cookie(database: Database, person: Person, now: datetime = NOW) -> str:
    """Of a session that has begun."""
    async with database.transaction() as session:
        return await begin(session, person.id, now)


def code(now: datetime, secret: str = SECRET) -> str:
    """What the telephone shows."""
    return pyotp.TOTP(secret).at(now)


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
