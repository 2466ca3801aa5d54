"""Holding all letters back after a restore, until somebody has said what became of them.

A backup is older than the letters that went out after it. The installation keeps, beside its
database, the ids of the letters that went out (see sentfiles); what is in neither, nobody knows.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.mail import states
from app.mail.tables import PAYLOAD_IF_KEPT, Hold, Letter, SentEarlier

_AT_ONCE = 500  # ids in one statement


def in_words(since: datetime) -> str:
    return (
        f"No letter goes out: the databases were restored on {since:%Y-%m-%d at %H:%M} UTC."
        " `pikir deliver --resume` sends again."
    )


async def is_held(session: AsyncSession) -> bool:
    return await held_since(session) is not None


async def held_since(session: AsyncSession) -> datetime | None:
    return (await session.exec(select(Hold.since))).one_or_none()


async def doubtful(session: AsyncSession) -> int:
    """Letters of which nobody knows whether they went out."""
    unknown = select(func.count()).select_from(Letter).where(col(Letter.state) == states.UNKNOWN)
    return (await session.exec(unknown)).one()


async def gone_out(session: AsyncSession) -> set[UUID]:
    query = select(Letter.id).where(col(Letter.state).in_(states.GONE_OUT))
    return set(await session.exec(query))


async def hold(session: AsyncSession, now: datetime, went_out: Collection[UUID]) -> None:
    """From now on nothing is sent. Letters that went out are marked, all others that wait are in
    doubt; those that were not even written when the backup was made are remembered by their ids.
    """
    session.add(Hold(since=now))
    await session.flush()
    there = set(await session.exec(select(Letter.id)))
    await _mark_sent(session, now, sorted(there & set(went_out)))
    if unwritten := sorted(set(went_out) - there):
        rows = [{"letter_id": letter_id} for letter_id in unwritten]
        await (await session.connection()).execute(insert(SentEarlier), rows)
    await _move(session, states.WAITING, state=states.UNKNOWN, due_at=now + states.UNKNOWN_FOR)


async def decide(session: AsyncSession, now: datetime, *, assume_sent: bool) -> None:
    """Letters in doubt count as sent, or else they will be sent, once more or for the first time,
    with the same Message-ID and the same link.
    """
    if assume_sent:
        in_doubt = select(Letter.id).where(col(Letter.state) == states.UNKNOWN)
        await _mark_sent(session, now, list(await session.exec(in_doubt)))
    else:
        await _move(session, [states.UNKNOWN], state=states.QUEUED, due_at=now)


async def doubt_all(session: AsyncSession, now: datetime) -> None:
    """So that the relay's log is asked about each letter (reconciling) before it goes out again.
    Those known to have gone out are not asked about: the log may not reach that far back.
    """
    known = col(Letter.id).in_(select(col(SentEarlier.letter_id)))
    await _move(session, [states.UNKNOWN], due_at=now)
    # Written since the restore: if one went out before, it was with another link than is in here,
    # which no reminder may repeat.
    await _move(session, [states.QUEUED], ~known, state=states.UNKNOWN, due_at=now, kept=False)


async def resume(session: AsyncSession) -> None:
    """Letters go out again."""
    await session.exec(delete(Hold))


async def _mark_sent(session: AsyncSession, now: datetime, letters: Sequence[UUID]) -> None:
    for start in range(0, len(letters), _AT_ONCE):
        some = col(Letter.id).in_(letters[start : start + _AT_ONCE])
        await session.exec(
            update(Letter)
            .where(some, col(Letter.state).in_(states.WAITING))
            .values(state=states.SENT, sent_at=now, payload=PAYLOAD_IF_KEPT, **_UNTOUCHED)
            .execution_options(synchronize_session=False)
        )


async def _move(
    session: AsyncSession, from_: Collection[str], *also: ColumnElement[bool], **to: Any
) -> None:
    await session.exec(
        update(Letter)
        .where(col(Letter.state).in_(from_), *also)
        .values(**to, **_UNTOUCHED)
        .execution_options(synchronize_session=False)
    )


# No worker has it, and the server has said nothing of it yet.
_UNTOUCHED: dict[str, Any] = {"worker": None, "lease_until": None, "reply": None, "resent": False}
