"""Letters that wait when an inspectorate's sending times change: put off, never called off."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations import windows
from app.invitations.choosing import is_in_time
from app.invitations.tables import Invitation, InvitingBox
from app.mail import states
from app.mail.tables import Letter
from app.registry.tables import Inspection, Inspectorate

_KINDS = ("invitation", "reminder")
_AT_ONCE = 500  # letters in one statement


async def postpone(session: AsyncSession, inspectorate: Inspectorate, now: datetime) -> int:
    """How many were put off to the next time at which letters may go out. One that would then
    come after its box has closed, with a link that takes no answer, goes out as it was planned.
    """
    later: dict[datetime, list[UUID]] = defaultdict(list)
    for letter_id, due_at, closes_on in await _waiting(session, inspectorate):
        at = max(due_at, now)
        opening = windows.soonest(at, inspectorate)
        if opening != at and is_in_time(opening, inspectorate, closes_on):
            later[opening].append(letter_id)
    for opening, letters in later.items():
        for start in range(0, len(letters), _AT_ONCE):
            some = col(Letter.id).in_(letters[start : start + _AT_ONCE])
            await session.exec(
                update(Letter)
                .where(some, _still_waits())
                .values(due_at=opening)
                .execution_options(synchronize_session=False)
            )
    return sum(map(len, later.values()))


async def _waiting(
    session: AsyncSession, inspectorate: Inspectorate
) -> Sequence[tuple[UUID, datetime, date]]:
    """Letter, when it is due, last day of its box."""
    query = (
        select(Letter.id, Letter.due_at, col(InvitingBox.closes_on))
        .join(Inspection, col(Inspection.id) == col(Letter.about))
        .join(Invitation, col(Invitation.inspection_id) == col(Inspection.id))
        .join(InvitingBox, col(InvitingBox.id) == col(Invitation.box_id))
        .where(
            Inspection.inspectorate_id == inspectorate.id,
            col(Letter.kind).in_(_KINDS),
            _still_waits(),
        )
    )
    return list(await session.exec(query))


def _still_waits() -> ColumnElement[bool]:
    return col(Letter.state).in_((states.QUEUED, states.DEFERRED))
