"""Addresses whose domain is still to be looked up, and what the look says about their records.

The worker looks: nothing is asked of the network while a record is being entered.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.addresses import Addresses, domain_of
from app.registry.kinds import Flag
from app.registry.tables import DomainQuestion, Inspection

FLAGS = frozenset({Flag.NO_SUCH_DOMAIN, Flag.TAKES_NO_MAIL})
_TABLE: Any = DomainQuestion.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Question:
    inspection_id: UUID
    email_print: bytes | None  # of the address that the question is about
    domain: str


async def ask(session: AsyncSession, inspections: Collection[UUID], now: datetime) -> None:
    """From `now` on, and instead of what was asked about them before."""
    if inspections:
        await session.exec(delete(_TABLE).where(_TABLE.c.inspection_id.in_(inspections)))
        rows = [{"inspection_id": one, "due_at": now} for one in inspections]
        await (await session.connection()).execute(insert(_TABLE), rows)


async def due(
    session: AsyncSession, addresses: Addresses, now: datetime, limit: int
) -> list[Question]:
    """The longest asked first; those whose address is gone by now have no domain."""
    found = await session.exec(
        select(Inspection)
        .join(DomainQuestion, col(DomainQuestion.inspection_id) == col(Inspection.id))
        .where(col(DomainQuestion.due_at) <= now)
        .order_by(col(DomainQuestion.due_at), col(DomainQuestion.inspection_id))
        .limit(limit)
    )
    return [
        Question(one.id, one.email_print, domain_of(addresses.open(one.email)) if one.email else "")
        for one in found
    ]


async def answer(session: AsyncSession, answers: Mapping[Question, Flag | None]) -> None:
    """Flags the records as the look says. One whose address has changed meanwhile is left to its
    newer question.
    """
    questions = {question.inspection_id: question for question in answers}
    found = await session.exec(
        select(Inspection).where(col(Inspection.id).in_(questions)).with_for_update()
    )
    settled = []
    for inspection in found:
        question = questions[inspection.id]
        if inspection.email_print == question.email_print:
            flag = answers[question]
            others = [one for one in inspection.flags if one not in FLAGS]
            inspection.flags = [*others, flag.value] if flag else others
            settled.append(inspection.id)
    await session.exec(delete(_TABLE).where(_TABLE.c.inspection_id.in_(settled)))


async def put_off(session: AsyncSession, questions: Collection[Question], until: datetime) -> None:
    ids = [question.inspection_id for question in questions]
    await session.exec(update(_TABLE).where(_TABLE.c.inspection_id.in_(ids)).values(due_at=until))
