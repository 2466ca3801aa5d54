"""How often one network may use the open questionnaire in a day, without keeping its address."""

import hmac
from datetime import datetime
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import TooMany

PER_DAY = 20
_NETWORK_BITS = {4: 24, 6: 48}  # what one subscriber or office typically holds

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
    key = hmac.new(pepper, f"{day} {_network(address)}".encode(), sha256).digest()
    used = (await connection.execute(_COUNT, {"key": key, "day": day})).scalar_one()
    if used > PER_DAY:
        raise TooMany


def _network(address: str) -> str:
    ip = ip_address(address)
    mapped = None if isinstance(ip, IPv4Address) else ip.ipv4_mapped
    ip = mapped or ip
    return str(ip_network(f"{ip}/{_NETWORK_BITS[ip.version]}", strict=False))
