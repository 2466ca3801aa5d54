"""How often the open questionnaire may be used: by one network in a day, without keeping its
address, and by all together in an hour.
"""

import hmac
import secrets
from datetime import date, datetime

from sqlalchemy import Date, TextClause, bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import TooMany
from app.lib.networks import network

PER_DAY = 20  # from one network
PER_HOUR = 300  # about one inspectorate: more than businesses have to say
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
    if await _times(session, network(address, v4=_BITS_V4, v6=_BITS_V6), now) > PER_DAY:
        raise TooMany


async def is_flood(session: AsyncSession, inspectorate: str, now: datetime) -> bool:
    """Counts one more answer about it in this hour of the clock; whether that is above PER_HOUR."""
    return await _times(session, f"{inspectorate} at {now.hour}", now) > PER_HOUR


async def forget(session: AsyncSession, now: datetime) -> None:
    """The networks of earlier days, and what they were hashed with."""
    connection = await session.connection()
    for statement in _FORGET:
        await connection.execute(statement, {"day": now.date()})


async def _times(session: AsyncSession, what: str, now: datetime) -> int:
    """In the same day, with this time."""
    day = now.date()
    key = hmac.digest(await _salt(session, day), what.encode(), "sha256")
    counted = await (await session.connection()).execute(_COUNT, {"key": key, "day": day})
    times: int = counted.scalar_one()
    return times


async def _salt(session: AsyncSession, day: date) -> bytes:
    """The same for every process, and known to nobody before the day's first use."""
    connection = await session.connection()
    await connection.execute(_KEEP_SALT, {"day": day, "salt": secrets.token_bytes(32)})
    salt: bytes = (await connection.execute(_SALT, {"day": day})).scalar_one()
    return salt
