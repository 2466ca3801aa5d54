"""Whether a domain takes mail at all, asked of the domain name system.

Only the part of an address after the @ is asked about. What is learned is kept for days, so that a
name server hears of a domain seldom, and not once for each entrepreneur.
"""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.rdatatype import AAAA, MX, A
from dns.resolver import NXDOMAIN, NoAnswer
from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.mail.tables import Domain


class Verdict(StrEnum):
    TAKES = "takes"
    TAKES_NONE = "takes_none"  # there is such a domain, and no mail server for it
    ABSENT = "absent"  # there is no such domain
    UNKNOWN = "unknown"  # the domain name system did not say


KEPT_FOR = {
    Verdict.TAKES: timedelta(days=7),
    Verdict.TAKES_NONE: timedelta(days=1),  # somebody may be setting it up
    Verdict.ABSENT: timedelta(days=1),
    Verdict.UNKNOWN: timedelta(hours=1),
}
_PATIENCE = 8.0  # seconds for all questions about one domain


def resolver_of(server: str | None) -> Resolver:
    """The system's, or the one at `server` (address:port), for short questions."""
    resolver = Resolver(configure=server is None)
    if server:
        host, _colon, port = server.rpartition(":")
        resolver.nameservers, resolver.port = [host], int(port)
    resolver.timeout, resolver.lifetime = 2.0, 4.0
    return resolver


async def look_up(resolver: Resolver, domain: str) -> Verdict:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await _verdict(resolver, domain)
    except (DNSException, OSError, TimeoutError):
        return Verdict.UNKNOWN


async def known(
    session: AsyncSession, domains: Collection[str], now: datetime
) -> dict[str, Verdict]:
    """What was learned lately of some of these."""
    found = await session.exec(
        select(Domain).where(col(Domain.name).in_(domains), col(Domain.until) > now)
    )
    return {domain.name: Verdict(domain.verdict) for domain in found}


async def keep(session: AsyncSession, verdicts: Mapping[str, Verdict], now: datetime) -> None:
    """For the next who ask; what is older is forgotten."""
    outdated = col(Domain.until) <= now
    await session.exec(delete(Domain).where(outdated | col(Domain.name).in_(verdicts)))
    session.add_all(
        Domain(name=name, verdict=verdict, until=now + KEPT_FOR[verdict])
        for name, verdict in verdicts.items()
    )


async def _verdict(resolver: Resolver, domain: str) -> Verdict:
    try:
        answer = await resolver.resolve(domain, MX, search=False)
    except NXDOMAIN:
        return Verdict.ABSENT
    except NoAnswer:
        has_address = await _has(resolver, domain, A) or await _has(resolver, domain, AAAA)
        # RFC 5321, 5.1: without an MX the domain's own address is its mail server.
        return Verdict.TAKES if has_address else Verdict.TAKES_NONE
    servers = [str(record.exchange) for record in answer]
    # RFC 7505: a single MX that names nobody says that no mail is taken.
    return Verdict.TAKES_NONE if servers == ["."] else Verdict.TAKES


async def _has(resolver: Resolver, domain: str, kind: object) -> bool:
    try:
        await resolver.resolve(domain, kind, search=False)  # type: ignore[arg-type]
    except NoAnswer:
        return False
    return True
