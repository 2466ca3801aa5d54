"""One-time links: whoever holds one may set that person's password, once, for some time."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit, passwords
from app.accounts.signing_in import sign_out_everywhere
from app.accounts.tables import OneTimeLink, Person
from app.lib.db import Database
from app.lib.errors import Expired

LASTS = timedelta(minutes=30)  # shown to the operator, who passes it on at once
PASSWORD_LASTS = timedelta(hours=24)  # in a letter to who asked for it
WELCOME_LASTS = timedelta(days=7)  # in a letter to somebody who expects none
PATH = "/staff/set-password/"  # the token follows


async def make(
    session: AsyncSession, person: Person, now: datetime, lasts: timedelta = LASTS
) -> str:
    """The token; an earlier link of the same person stops working."""
    await session.exec(delete(OneTimeLink).where(col(OneTimeLink.person_id) == person.id))
    token = secrets.token_urlsafe(32)
    session.add(OneTimeLink(digest=_digest(token), person_id=person.id, expires_at=now + lasts))
    return token


async def holder(session: AsyncSession, token: str, now: datetime) -> Person:
    """Whose link it is; looking does not use it. Expired if it is used, old or unknown."""
    query = select(OneTimeLink).where(
        OneTimeLink.digest == _digest(token), OneTimeLink.expires_at > now
    )
    link = (await session.exec(query)).first()
    if link is None:
        raise Expired
    return await session.get_one(Person, link.person_id)


async def set_password(database: Database, token: str, password: str, now: datetime) -> Person:
    """Uses the link, and ends every session of the person. Invalid keeps the link for a better one.

    Takes the Database because argon2 must not run inside a transaction.
    """
    async with database.reading() as session:
        person = await holder(session, token, now)
    passwords.check(password, about=person.email)
    digest = await passwords.digest(password)
    async with database.transaction() as session:
        used = delete(OneTimeLink).where(col(OneTimeLink.digest) == _digest(token))
        if (await session.exec(used)).rowcount != 1:
            raise Expired
        person = await session.get_one(Person, person.id)
        person.password = digest
        session.add(person)
        await sign_out_everywhere(session, person.id)
        audit.record(session, person.id, "set a password")
    return person


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
