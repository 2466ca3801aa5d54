"""Signing in and out: sessions that live in the database and are known by a digest only.

These take the Database, not a session: argon2 must not run inside a transaction, and a failed
attempt must be on record although the request ends in a refusal. Call them before the request's
own session has been used.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlmodel import col, delete, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.passwords import is_right
from app.accounts.people import by_email, roles_of, spelled
from app.accounts.roles import SignedIn
from app.accounts.tables import Person, SignIn
from app.accounts.throttling import admit, forget, key
from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.lib.networks import network

LASTS = timedelta(hours=8)
AT_MOST = timedelta(days=5)  # however much it is used: a stolen cookie does not live for ever
# A session is lengthened when it has been used, but not by a write at every look.
LENGTHEN_AFTER = timedelta(minutes=10)
HALF_LASTS = timedelta(minutes=10)  # between the password and the second factor


@dataclass(frozen=True)
class Begun:
    """A session's cookie. A half one opens nothing but the page that asks for the second factor."""

    cookie: str
    is_half: bool


@dataclass(frozen=True)
class Attempted:
    email: str
    password: str
    address: str  # of the client, as the proxy tells it
    cookie: str = ""  # of the session in the same browser, which ends with this one's beginning
    language: str = ""  # chosen on the page of signing in: theirs from now on


async def sign_in(
    database: Database, pepper: bytes, attempted: Attempted, now: datetime
) -> Begun | None:
    """None: the address or the password is wrong, nobody learns which.

    Raises TooMany after ten failures in five minutes, of the account or from the network.
    """
    account = key(pepper, "account", spelled(attempted.email))
    keys = [account, key(pepper, "network", network(attempted.address, v4=32, v6=64))]
    async with database.transaction() as session:
        attempts = await admit(session, keys, now)
        person = await by_email(session, attempted.email)
    active = person if person and person.active else None
    if not await is_right(attempted.password, active.password if active else None) or not active:
        return None
    async with database.transaction() as session:
        await forget(session, attempts, account)
        if attempted.language in LANGUAGES:
            (await session.get_one(Person, active.id)).language = attempted.language
        return await let_in(session, active.id, now, instead_of=attempted.cookie)


async def let_in(
    session: AsyncSession, person_id: UUID, now: datetime, *, instead_of: str
) -> Begun:
    """Who has shown that they know the password, or has just set it by a link."""
    person = await session.get_one(Person, person_id)
    is_half = person.second_factor is not None
    if not is_half:
        note(session, person, now)
    cookie = await begin(session, person_id, now, instead_of=instead_of, is_half=is_half)
    return Begun(cookie, is_half)


def note(session: AsyncSession, person: Person, now: datetime) -> None:
    """That they have signed in, wholly."""
    person.signed_in_on = now.date()
    audit.record(session, person.id, "signed in")


async def begin(
    session: AsyncSession,
    person_id: UUID,
    now: datetime,
    *,
    instead_of: str = "",
    is_half: bool = False,
) -> str:
    """The cookie's value of a new session: 32 random bytes, of which only a digest is kept.

    `instead_of`: the cookie of a session that ends now, whoever it belonged to.
    """
    is_over = or_(col(SignIn.expires_at) <= now, col(SignIn.digest) == digest(instead_of))
    await session.exec(delete(SignIn).where(is_over))
    cookie = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            digest=digest(cookie),
            person_id=person_id,
            is_half=is_half,
            began_at=now,
            used_at=now,
            expires_at=now + (HALF_LASTS if is_half else LASTS),
        )
    )
    return cookie


async def who(database: Database, cookie: str, now: datetime) -> SignedIn | None:
    """None: never signed in, signed out, left alone for eight hours, begun five days ago, or no
    longer active.
    """
    async with database.reading() as session:
        found = await session.get(SignIn, digest(cookie))
        if found is None or found.is_half or found.expires_at <= now:
            return None
        person = await session.get_one(Person, found.person_id)
        roles = await roles_of(session, person.id)
    if not person.active:
        return None
    if found.used_at < now - LENGTHEN_AFTER:
        await _lengthen(database, found.digest, now)
    return SignedIn(
        person.id,
        person.name,
        person.email,
        person.language,
        roles,
        has_second_factor=person.second_factor is not None,
    )


async def sign_out(session: AsyncSession, cookie: str) -> None:
    """Ends this session for good."""
    found = await session.get(SignIn, digest(cookie))
    if found:
        if not found.is_half:
            audit.record(session, found.person_id, "signed out")
        await session.delete(found)


async def sign_out_everywhere(session: AsyncSession, person_id: UUID) -> None:
    await session.exec(delete(SignIn).where(col(SignIn.person_id) == person_id))


async def _lengthen(database: Database, digest: bytes, now: datetime) -> None:
    async with database.transaction() as session:
        found = await session.get(SignIn, digest)
        if found:
            found.used_at, found.expires_at = now, _end(found, now)
            session.add(found)


def _end(found: SignIn, now: datetime) -> datetime:
    """Of a session that is used now."""
    return min(now + LASTS, found.began_at + AT_MOST)


def digest(cookie: str) -> bytes:
    """A plain hash is enough: nobody can search through 32 random bytes."""
    return sha256(cookie.encode()).digest()
