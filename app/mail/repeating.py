"""Letters that were refused or came back by a server's mistake: they go out as they were."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.bounces.sorting import sort
from app.mail.tables import Letter, Suppression


async def repeat(session: AsyncSession, to_print: bytes, due_at: datetime) -> int:
    """How many letters to this address, whose content is still there, will be sent again."""
    return len(await _repeat(session, col(Letter.to_print) == to_print, due_at, reply=None))


async def disbelieve(session: AsyncSession, letters: Collection[UUID], due_at: datetime) -> None:
    """Nothing follows from what the server said of these; a letter it goes on refusing for days
    is given up at last.
    """
    prints = await _repeat(
        session,
        col(Letter.id).in_(letters) & (col(Letter.deferrals) < len(states.DEFERRALS)),
        due_at,
    )
    await session.exec(
        delete(Suppression).where(
            col(Suppression.to_print).in_(prints), col(Suppression.reason) == "hard"
        )
    )


async def disbelieved(session: AsyncSession) -> int:
    """How many letters wait, though the server said that nobody is there."""
    replies = await session.exec(
        select(Letter.reply).where(
            Letter.state == states.DEFERRED, col(Letter.reply).startswith("5")
        )
    )
    return sum(sort("", reply or "") is Kind.HARD for reply in replies)


async def _repeat(
    session: AsyncSession, which: ColumnElement[bool], due_at: datetime, **also: Any
) -> Collection[bytes]:
    repeated = await session.exec(
        update(Letter)
        .where(
            which,
            col(Letter.state).in_((states.FAILED, states.BOUNCED)),
            col(Letter.bounce) == Kind.HARD,
            col(Letter.payload).is_not(None),
        )
        .values(
            state=states.DEFERRED,
            due_at=due_at,
            deferrals=Letter.deferrals + 1,
            sent_at=None,
            bounce=None,
            bounced_at=None,
            **also,
        )
        .returning(col(Letter.to_print))
        .execution_options(synchronize_session=False)
    )
    return list(repeated.scalars())
