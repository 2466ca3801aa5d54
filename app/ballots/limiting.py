"""How often one network may use the open questionnaire in a day, without keeping its address."""

import hmac
from datetime import datetime
from hashlib import sha256

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import TooMany
from app.lib.networks import network

PER_DAY = 20
_BITS_V4, _BITS_V6 = 24, 48  # what one subscriber or office typically holds

_COUNT = text(
    "INSERT INTO ballots_limit (key, day, used) VALUES (:key, :day, 1)"
    " ON CONFLICT (key) DO UPDATE SET used = ballots_limit.used + 1 RETURNING used"
)
_FORGET = text("DELETE FROM ballots_limit WHERE day < :day")


async def count(session: AsyncSession, pepper: bytes, address: str, now: datetime) -> None:
    """Raises TooMany above PER_DAY. The key is salted by the day, and gone on the next one."""
    day = now.date()
    connection = await session.connection()
    await connection.execute(_FORGET, {"day": day})
    where = network(address, v4=_BITS_V4, v6=_BITS_V6)
    key = hmac.new(pepper, f"{day} {where}".encode(), sha256).digest()
    used = (await connection.execute(_COUNT, {"key": key, "day": day})).scalar_one()
    if used > PER_DAY:
        raise TooMany
