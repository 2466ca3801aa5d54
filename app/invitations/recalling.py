"""Letters taken back before they go out, so that their record can still be mended.

A letter is written within a minute of the entry, and waits for its window. Until that opens nobody
has its link: it can be written anew, from what the record then says.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.counting import invited_among
from app.invitations.tables import Invitation
from app.lib import clock
from app.mail import states
from app.mail.tables import Letter


def is_unsent(letter: Letter, now: datetime) -> bool:
    """Whether it can be taken back. One that is due may be on its way; and after a restore, when
    all that wait are due at once, one that looks untouched may have gone out before.
    """
    return letter.state == states.QUEUED and letter.attempt == 0 and letter.due_at > now


def unsent(now: datetime) -> ColumnElement[bool]:
    """The same for a query."""
    untouched = col(Letter.state) == states.QUEUED, col(Letter.attempt) == 0
    return and_(*untouched, col(Letter.due_at) > now)


async def recall_unsent(session: AsyncSession, inspection_ids: Sequence[UUID]) -> Collection[UUID]:
    """Takes back what can be taken back; which of these inspections have had their letter."""
    found = await session.exec(
        select(Invitation, Letter)
        .join(Letter, col(Letter.id) == col(Invitation.letter_id))
        .where(
            col(Invitation.inspection_id).in_(inspection_ids),
            col(Invitation.corrected_at).is_(None),
        )
        .with_for_update()
    )
    now = clock.now()
    unsent = [row for row in found if is_unsent(row[1], now)]
    for of, table in ((0, Invitation), (1, Letter)):
        ids = [row[of].id for row in unsent]
        await session.exec(delete(table).where(col(table.id).in_(ids)))
    return await invited_among(session, inspection_ids)
