"""How often one network may use the open questionnaire in a day, without keeping its address."""

import hmac
import secrets
from datetime import date, datetime

from sqlalchemy import Date, TextClause, bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import TooMany
from app.lib.networks import network

PER_DAY = 20
_BITS_V4, _BITS_V6 = 24, 48  # what one subscriber or office typically holds


def _dated(statement: str) -> TextClause:
    """With a day in it; sqlite3's own way of writing dates ends with Python 3.12."""
    return text(statement).bindparams(bindparam("day", type_=Date))


_KEEP_SALT = _dated(
    "INSERT INTO ballots_limit_salt (day, salt) VALUES (:day, :salt) ON CONFLICT DO NOTHING"
)
_SALT = _dated("SELECT salt FROM ballots_limit_salt WHERE day = :day")
_COUNT = _dated(
    "INSERT INTO ballots_limit (key, day, used) VALUES (:key, :day, 1)"
    " ON CONFLICT (key) DO UPDATE SET used = ballots_limit.used + 1 RETURNING used"
)
_FORGET = (
    _dated("DELETE FROM ballots_limit WHERE day < :day"),
    _dated("DELETE FROM ballots_limit_salt WHERE day < :day"),
)


async def count(session: AsyncSession, address: str, now: datetime) -> None:
    """Raises TooMany above PER_DAY. Without the day's salt, nobody can find the network again."""
    await forget(session, now)
    day = now.date()
    where = network(address, v4=_BITS_V4, v6=_BITS_V6)
    key = hmac.digest(await _salt(session, day), where.encode(), "sha256")
    counted = await (await session.connection()).execute(_COUNT, {"key": key, "day": day})
    if counted.scalar_one() > PER_DAY:
        raise TooMany


async def forget(session: AsyncSession, now: datetime) -> None:
    """The networks of earlier days, and what they were hashed with."""
    connection = await session.connection()
    for statement in _FORGET:
        await connection.execute(statement, {"day": now.date()})


async def _salt(session: AsyncSession, day: date) -> bytes:
    """The same for every process, and known to nobody before the day's first use."""
    connection = await session.connection()
    await connection.execute(_KEEP_SALT, {"day": day, "salt": secrets.token_bytes(32)})
    salt: bytes = (await connection.execute(_SALT, {"day": day})).scalar_one()
    return salt
