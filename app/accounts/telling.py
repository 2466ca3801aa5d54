"""Which directors are told of their inspectorate's figures by letter, and their own switches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import DIRECTOR
from app.accounts.tables import Person, Role

Letter = Literal["alert", "digest"]


@dataclass(frozen=True)
class Choice:
    """`alerts`: as soon as figures move by more than chance; `digest`: once a month."""

    alerts: bool
    digest: bool


async def choice(session: AsyncSession, person_id: UUID) -> Choice:
    person = await session.get_one(Person, person_id)
    return Choice(person.wants_alerts, person.wants_digest)


async def choose(session: AsyncSession, person_id: UUID, wanted: Choice) -> None:
    person = await session.get_one(Person, person_id)
    person.wants_alerts, person.wants_digest = wanted.alerts, wanted.digest


async def directors(
    session: AsyncSession, inspectorate_id: UUID, letter: Letter
) -> Sequence[Person]:
    """Those of the inspectorate who want that letter."""
    switch = Person.wants_alerts if letter == "alert" else Person.wants_digest
    query = (
        select(Person)
        .join(Role, col(Role.person_id) == col(Person.id))
        .where(col(Role.inspectorate_id) == inspectorate_id, col(Role.name) == DIRECTOR.value)
        .where(col(Person.active), col(switch))
        .order_by(col(Person.email))
    )
    return (await session.exec(query)).all()
