"""The audit trail as people ask for it: a person's events, an act's, those of some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import Event, Person


@dataclass(frozen=True)
class Asked:
    """What is None is not asked about. `until` is the first moment that is too late."""

    person_id: UUID | None = None
    act: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Told:
    """An event, and who it was; nobody's name: the operator at the machine, or somebody gone."""

    event: Event
    name: str | None


async def events(
    session: AsyncSession, asked: Asked, *, skip: int = 0, limit: int | None = None
) -> Sequence[Told]:
    """Newest first."""
    query = (
        select(Event, Person.name)
        .join(Person, col(Person.id) == col(Event.person_id), isouter=True)
        .order_by(col(Event.number).desc())
        .offset(skip)
        .limit(limit)
    )
    if asked.person_id:
        query = query.where(Event.person_id == asked.person_id)
    if asked.act:
        query = query.where(Event.act == asked.act)
    if asked.since:
        query = query.where(Event.at >= asked.since)
    if asked.until:
        query = query.where(Event.at < asked.until)
    return [Told(event, name) for event, name in await session.exec(query)]


async def acts(session: AsyncSession) -> Sequence[str]:
    """All that has been done so far, by their names."""
    return (await session.exec(select(Event.act).distinct().order_by(Event.act))).all()
