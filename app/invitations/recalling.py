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
from sqlmodel.sql.expression import Select

from app.invitations.counting import invited_among
from app.invitations.tables import Invitation
from app.lib import clock
from app.mail import states
from app.mail.tables import Letter
from app.registry.changing import Letters
from app.registry.tables import Inspection


def is_unsent(letter: Letter, now: datetime) -> bool:
    """Whether it can be taken back. One that is due may be on its way; and after a restore, when
    all that wait are due at once, one that looks untouched may have gone out before.
    """
    return letter.state == states.QUEUED and letter.attempt == 0 and letter.due_at > now


def unsent(now: datetime) -> ColumnElement[bool]:
    """The same for a query."""
    untouched = col(Letter.state) == states.QUEUED, col(Letter.attempt) == 0
    return and_(*untouched, col(Letter.due_at) > now)


async def gone_among(session: AsyncSession, inspection_ids: Sequence[UUID]) -> Collection[UUID]:
    """Which of these inspections have had their letter, or may have."""
    waiting = {about for about, *_ in await session.exec(_waiting(inspection_ids))}
    return set(await invited_among(session, inspection_ids)) - waiting


async def take_back(session: AsyncSession, inspection_ids: Sequence[UUID]) -> Collection[UUID]:
    """The same, after every letter that waits is gone with its link."""
    # On PostgreSQL whoever is just writing from what these records said is waited for.
    await session.exec(
        select(Inspection.id)
        .where(col(Inspection.id).in_(inspection_ids))
        .order_by(col(Inspection.entered_at), col(Inspection.id))
        .with_for_update(key_share=True)
    )
    if waiting := (await session.exec(_waiting(inspection_ids).with_for_update())).all():
        _about, invitations, letters = zip(*waiting, strict=True)
        await session.exec(delete(Invitation).where(col(Invitation.id).in_(invitations)))
        await session.exec(delete(Letter).where(col(Letter.id).in_(letters)))
    return await invited_among(session, inspection_ids)


def _waiting(inspection_ids: Sequence[UUID]) -> Select[UUID, UUID, UUID]:
    """Letters that can be taken back: each with what it is about, and its invitation."""
    return (
        select(col(Invitation.inspection_id), col(Invitation.id), col(Letter.id))
        .join(Letter, col(Letter.id) == col(Invitation.letter_id))
        .where(
            col(Invitation.inspection_id).in_(inspection_ids),
            col(Invitation.corrected_at).is_(None),
            unsent(clock.now()),
        )
    )


LETTERS = Letters(gone_among, take_back)
