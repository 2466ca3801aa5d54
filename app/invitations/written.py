"""Letters that have been written, each with the act and the business that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.tables import Invitation
from app.mail.tables import Letter
from app.registry.tables import Business, Inspection


@dataclass(frozen=True)
class Written:
    invitation: Invitation
    letter: Letter
    inspection: Inspection
    business: str


async def written(
    session: AsyncSession, *which: ColumnElement[bool], order: Mapped[datetime | None], limit: int
) -> Sequence[Written]:
    found = await session.exec(
        select(Invitation, Letter, Inspection, Business.name)
        .join(Letter, col(Letter.id) == col(Invitation.letter_id))
        .join(Inspection, col(Inspection.id) == col(Invitation.inspection_id))
        .join(Business, col(Business.id) == col(Inspection.business_id))
        .where(*which)
        .order_by(order)
        .limit(limit)
    )
    return [Written(*row) for row in found]
