"""Which letters are this worker's for a while. The same statements on both engines."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Mapped
from sqlalchemy.sql.dml import Update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.mail import states
from app.mail.tables import PAYLOAD_IF_KEPT, Letter, SentEarlier, Suppression


async def tidy(session: AsyncSession, now: datetime) -> None:
    """What dead workers left, what is unknown for long enough, who asked for no more."""
    expired = col(Letter.lease_until) < now
    due = col(Letter.due_at) <= now
    # The server left us in doubt before; where a worker died, nothing says that it will again.
    twice = col(Letter.resent) & col(Letter.reply).is_not(None)
    given_up = col(Letter.deferrals) > len(states.DEFERRALS)
    suppressed = col(Letter.to_print).in_(select(col(Suppression.to_print)))
    went_out = col(Letter.id).in_(select(col(SentEarlier.letter_id)))
    for statement in (
        # Written anew after a restore, so its link is another one: nothing may repeat that.
        _free(states.QUEUED, went_out).values(
            state=states.SENT, sent_at=now, payload=None, kept=False
        ),
        _free(states.CLAIMED, expired).values(state=states.QUEUED),
        _free(states.SENDING, expired).values(
            state=states.UNKNOWN,
            due_at=now + states.UNKNOWN_FOR,
            deferrals=Letter.deferrals + 1,
            reply=None,
        ),
        _free(states.UNKNOWN, due, twice | given_up).values(
            state=states.FAILED, reply=states.LOST_TWICE, payload=PAYLOAD_IF_KEPT
        ),
        _free(states.UNKNOWN, due).values(state=states.QUEUED, resent=True),
        _free(states.QUEUED, due, col(Letter.stoppable), suppressed).values(
            state=states.SUPPRESSED, payload=PAYLOAD_IF_KEPT
        ),
        _free(states.DEFERRED, due, col(Letter.stoppable), suppressed).values(
            state=states.SUPPRESSED, payload=PAYLOAD_IF_KEPT
        ),
    ):
        await session.exec(statement)


async def claim(session: AsyncSession, worker: str, now: datetime, limit: int) -> Sequence[Letter]:
    """The longest due first. Workers never wait for each other, nor take the same letter."""
    due = (
        select(col(Letter.id))
        .where(col(Letter.state).in_((states.QUEUED, states.DEFERRED)), col(Letter.due_at) <= now)
        .order_by(col(Letter.due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has no such clause: its write lock does it
        .cte("due")
        .prefix_with("MATERIALIZED")  # else PostgreSQL may run it twice and exceed the limit
    )
    claimed = await session.exec(
        update(Letter)
        .where(col(Letter.id).in_(select(due.c.id)))
        .values(
            state=states.CLAIMED,
            worker=worker,
            attempt=Letter.attempt + 1,
            lease_until=now + states.LEASE,
        )
        .returning(Letter)
        .execution_options(synchronize_session=False)
    )
    return claimed.scalars().all()


def _free(state: str, *conditions: ColumnElement[bool] | Mapped[bool]) -> Update:
    """Letters in a state that no other transaction is changing just now: nobody waits."""
    rows = select(col(Letter.id)).where(col(Letter.state) == state, *conditions)
    free = col(Letter.id).in_(rows.with_for_update(skip_locked=True))
    return update(Letter).where(free).execution_options(synchronize_session=False)
