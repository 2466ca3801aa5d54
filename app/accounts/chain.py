"""The chain of the audit trail: whether anything in it was changed afterwards.

h(n) = SHA-256(h(n-1) || canonical JSON (RFC 8785) of event n), h(0) = 32 zero bytes. Who can write
to the database can make a chain that fits anew. It does not have the digests that were told to the
world earlier, with each release: those are the heads to verify against.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, Self

import rfc8785
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import Event

BEGINNING = bytes(32)
_AT_ONCE = 1000  # events


@dataclass(frozen=True)
class Fault:
    """`what`: `missing` (no event of that number), `altered`, or `cut` (an earlier head is not in
    the trail; `number` is then that of its last event).
    """

    number: int
    what: Literal["missing", "altered", "cut"]


@dataclass(frozen=True)
class Link:
    """An event's number and digest; of the newest one, the head."""

    number: int
    digest: bytes

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(event.number, event.digest)


@dataclass(frozen=True)
class Verified:
    head: Link  # as far as the chain holds
    fault: Fault | None


def digest(event: Event) -> bytes:
    """Raises ValueError or TypeError if a value is of no kind that the program writes."""
    content: dict[str, str | int | None] = {
        "number": event.number,
        "at": event.at.isoformat(timespec="microseconds"),
        "person": str(event.person_id) if event.person_id else None,
        "act": event.act,
        "about": event.about,
    }
    return sha256(event.previous + rfc8785.dumps(content)).digest()


async def head(session: AsyncSession) -> Link:
    """Of the whole trail; number 0 while nothing is on record."""
    newest = select(Event).order_by(col(Event.number).desc()).limit(1)
    event = (await session.exec(newest)).first()
    return Link.of(event) if event else Link(0, BEGINNING)


async def verify(
    session: AsyncSession, *, earlier: bytes | None = None, after: Link | None = None
) -> Verified:
    """From the beginning, or `after` an event that is known to be right; to the first fault.

    `earlier`: a digest that was the head at some time, as releases tell it.
    """
    link = after or Link(0, BEGINNING)
    seen = earlier in (None, link.digest)
    async for event in _events(session, link.number):
        fault = _fault(link, event)
        if fault or event is None:
            return Verified(link, fault)
        link = Link.of(event)
        seen = seen or link.digest == earlier
    return Verified(link, None if seen else Fault(link.number, "cut"))


def _fault(before: Link, event: Event | None) -> Fault | None:
    number = before.number + 1
    if event is None:
        return Fault(number, "altered")
    if event.number != number:
        return Fault(number, "missing")
    try:
        fits = event.previous == before.digest and event.digest == digest(event)
    except (AttributeError, TypeError, ValueError):
        fits = False
    return None if fits else Fault(number, "altered")


async def _events(session: AsyncSession, number: int) -> AsyncIterator[Event | None]:
    """Those after that number, in order; None in the place of one that cannot be read."""
    at_once = _AT_ONCE
    while True:
        try:
            events = await _read(session, number, at_once)
        except (AttributeError, TypeError, ValueError):
            if at_once == 1:
                yield None
                return
            at_once = 1  # which of them is it?
            continue
        if not events:
            return
        for event in events:
            yield event
        number = events[-1].number


async def _read(session: AsyncSession, number: int, at_once: int) -> Sequence[Event]:
    query = select(Event).where(col(Event.number) > number).order_by(col(Event.number))
    events = (await session.exec(query.limit(at_once))).all()
    session.expunge_all()  # a trail may be longer than memory
    return events
