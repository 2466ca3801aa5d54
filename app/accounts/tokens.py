"""Tokens with which other systems speak to the API: of one inspectorate, for some acts only."""

import re
import secrets
import string
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID
from zlib import crc32

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import Token
from app.lib.errors import AlreadyDone, Invalid, NotFound
from app.lib.i18n import gettext as _

LONGEST_LIFE = 730  # days
LONGEST_NAME = 60

# The prefix is what scanners for secrets look for; the last six letters are a checksum of those
# before, so that a mistyped or cut token is known for one without a look into the database.
_PREFIX = "pikir_"
_LETTERS = string.digits + string.ascii_letters
_RANDOM = 36  # letters of 62: 214 bits
_CHECKSUM = 6
_FORM = re.compile(rf"{_PREFIX}([0-9A-Za-z]{{{_RANDOM}}})([0-9A-Za-z]{{{_CHECKSUM}}})")


class Scope(StrEnum):
    """What a token may be used for."""

    WRITE = "inspections:write"  # enter inspections
    READ = "inspections:read"  # what was entered, and what became of the letters
    RESULTS = "results:read"  # figures that are not public yet


@dataclass(frozen=True)
class Bearer:
    """Who is asking: another system, by the token that it was given."""

    token_id: UUID
    inspectorate_id: UUID
    scopes: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """A token that is to be made. `made_by` None: the operator at the machine."""

    name: str  # of the system that will use it
    inspectorate_id: UUID
    scopes: Collection[str]
    days: int
    made_by: UUID | None = None


async def make(session: AsyncSession, wanted: Wanted, now: datetime) -> str:
    """The token, for the only time: a digest is all that is kept of it.

    Invalid; AlreadyDone while the inspectorate has a token of that name in force.
    """
    name = " ".join(wanted.name.split())
    _check(name, wanted)
    known = await tokens_of(session, wanted.inspectorate_id)
    if any(token.name == name and is_in_force(token, now) for token in known):
        raise AlreadyDone
    text = _new()
    session.add(
        Token(
            digest=_digest(text),
            name=name,
            inspectorate_id=wanted.inspectorate_id,
            scopes=" ".join(scope for scope in Scope if scope in wanted.scopes),
            made_by=wanted.made_by,
            made_at=now,
            expires_at=now + timedelta(days=wanted.days),
        )
    )
    await session.flush()
    return text


def is_well_formed(text: str) -> bool:
    """Whether this was ever one of ours: the checksum fits."""
    match = _FORM.fullmatch(text)
    return match is not None and _checksum(match[1]) == match[2]


async def bearer_of(session: AsyncSession, text: str, now: datetime) -> Token | None:
    """None: mistyped, unknown, revoked or expired."""
    if not is_well_formed(text):
        return None
    found = (await session.exec(select(Token).where(Token.digest == _digest(text)))).first()
    return found if found and is_in_force(found, now) else None


def is_in_force(token: Token, now: datetime) -> bool:
    return token.revoked_at is None and now < token.expires_at


async def note_use(session: AsyncSession, token_id: UUID, today: date) -> None:
    """The day is enough to find tokens that nobody uses; the minute would tell of people's work."""
    (await session.get_one(Token, token_id)).last_used_on = today


async def tokens_of(session: AsyncSession, inspectorate_id: UUID | None = None) -> list[Token]:
    """Of one inspectorate or of all, the newest first; revoked and expired ones, too."""
    query = select(Token).order_by(col(Token.made_at).desc(), col(Token.id))
    if inspectorate_id:
        query = query.where(Token.inspectorate_id == inspectorate_id)
    return list(await session.exec(query))


async def revoke(session: AsyncSession, token_id: UUID, now: datetime) -> Token:
    """From now on it is like none. NotFound; AlreadyDone if it was revoked before."""
    token = await session.get(Token, token_id)
    if token is None:
        raise NotFound
    if token.revoked_at:
        raise AlreadyDone
    token.revoked_at = now
    return token


def _check(name: str, wanted: Wanted) -> None:
    faults = {}
    if not 1 <= len(name) <= LONGEST_NAME:
        faults["name"] = _("Give a name of at most %(most)s characters.", most=LONGEST_NAME)
    if not wanted.scopes or not set(wanted.scopes) <= set(Scope):
        faults["scopes"] = _("Choose what the token may be used for.")
    if not 1 <= wanted.days <= LONGEST_LIFE:
        faults["days"] = _("Give a number of days from 1 to %(most)s.", most=LONGEST_LIFE)
    if faults:
        raise Invalid(faults)


def _new() -> str:
    random = "".join(secrets.choice(_LETTERS) for _letter in range(_RANDOM))
    return f"{_PREFIX}{random}{_checksum(random)}"


def _checksum(random: str) -> str:
    """CRC-32 in base 62: six letters hold it."""
    rest, written = crc32(random.encode()), ""
    for _letter in range(_CHECKSUM):
        rest, digit = divmod(rest, len(_LETTERS))
        written = _LETTERS[digit] + written
    return written


def _digest(text: str) -> bytes:
    """A plain hash is enough: nobody can search through 214 random bits."""
    return sha256(text.encode()).digest()
