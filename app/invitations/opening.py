"""The people's side of a box: which of its parts an inspection's ticket belongs to."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.partitioning import Part
from app.invitations.tables import InvitingBox
from app.lib.quarters import Quarter


async def questionnaires_with_box(
    session: AsyncSession, inspectorate_id: UUID, quarter: Quarter
) -> set[str]:
    """Names of the questionnaires that this quarter's letters can already lead to."""
    query = select(InvitingBox.questionnaire).filter_by(
        inspectorate_id=inspectorate_id, quarter=str(quarter)
    )
    return set(await session.exec(query))


def remember(
    session: AsyncSession,
    box_id: str,
    inspectorate_id: UUID,
    quarter: Quarter,
    *,
    questionnaire: str,
    questions: int,
    minutes: int,
    parts: Sequence[Part],
) -> None:
    """From now on invitations go out into this box. Its keys must be safe by then."""
    session.add(
        InvitingBox(
            id=box_id,
            inspectorate_id=inspectorate_id,
            quarter=str(quarter),
            questionnaire=questionnaire,
            closes_on=quarter.closes_on,
            questions=questions,
            minutes=minutes,
            parts=[asdict(part) for part in parts],
        )
    )
