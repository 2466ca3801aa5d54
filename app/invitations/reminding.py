"""The one reminder: on day 7, with the same link, to everybody; nobody knows who has answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations import choosing, windows
from app.invitations.denying import denied_among
from app.invitations.inviting import REMINDED_AFTER, Inviter
from app.invitations.tables import Invitation
from app.invitations.writing import Asking, Reader, purpose, write
from app.invitations.written import Written, written
from app.lib.db import Database
from app.lib.turns import turn
from app.mail import outbox, states
from app.mail.bounces.kinds import Kind
from app.mail.outbox import Erased
from app.mail.suppressing import suppressed_among
from app.mail.tables import Letter

_BATCH = 50
_LOOKED_AT_AGAIN = timedelta(days=1)


async def remind_due(database: Database, inviter: Inviter, now: datetime, limit: int) -> int:
    """How many reminders were posted, `limit` at most. What stands in a first letter is erased as
    soon as no reminder needs it any more. Taken while another process is at it.
    """
    async with turn("reminding", database, inviter.keys):
        async with database.reading() as session:
            boxes = {asking.box.id: asking for asking in await choosing.open_boxes(session, now)}
        posted = 0
        while wanted := min(_BATCH, limit - posted):
            async with database.transaction() as session:
                due = await _due(session, now, wanted)
                posted += await _settle(session, inviter, boxes, due, now)
            if len(due) < wanted:
                break
    return posted


async def _due(session: AsyncSession, now: datetime, limit: int) -> Sequence[Written]:
    remind_at = col(Invitation.remind_at)
    return await written(session, remind_at <= now, order=remind_at, limit=limit)


async def _settle(
    session: AsyncSession,
    inviter: Inviter,
    boxes: Mapping[str, Asking],
    every: Sequence[Written],
    now: datetime,
) -> int:
    """Each of them is reminded, or looked at again later, or never."""
    settled, posted = list[UUID](), 0
    stopped = await suppressed_among(session, [due.invitation.to_print for due in every])
    denied = await denied_among(session, [due.inspection.id for due in every])
    for due in every:
        asking = boxes.get(due.invitation.box_id)  # None: closed
        due.invitation.remind_at = _later(due.letter, asking, now)
        if due.invitation.remind_at:
            continue
        if asking is None or due.letter.bounce != Kind.HARD:  # else its address may be corrected
            settled.append(due.letter.id)
        if asking is None or due.invitation.to_print in stopped or due.inspection.id in denied:
            continue
        posted += _remind(session, inviter, asking, due, now)
    await outbox.erase(session, settled)
    return posted


def _later(letter: Letter, asking: Asking | None, now: datetime) -> datetime | None:
    """When to look again at a letter that went out late, or not yet; None: now is the time."""
    if asking is None:
        return None
    if letter.state in states.WAITING:
        again = now + _LOOKED_AT_AGAIN
    elif letter.sent_at and letter.sent_at + REMINDED_AFTER > now:
        again = letter.sent_at + REMINDED_AFTER
    else:
        return None
    return again if choosing.still_takes(asking, again) else None


def _remind(
    session: AsyncSession, inviter: Inviter, asking: Asking, due: Written, now: datetime
) -> bool:
    """Whether a reminder was posted."""
    at = windows.soonest(now, asking.inspectorate)
    sent_at = due.letter.sent_at
    if sent_at is None or sent_at + REMINDED_AFTER > now or not choosing.still_takes(asking, at):
        return False
    try:
        first = inviter.outbox.open(due.letter)
    except Erased:  # its week's key is destroyed on day 31: the link is gone with it
        return False
    reader = Reader(
        due.inspection,
        due.business,
        address=first.to,
        link=first.link or "",
        stop=inviter.stop_link(due.invitation.to_print),
        deny=inviter.deny_link(due.inspection),
    )
    draft = write("reminder", asking, reader)
    inviter.outbox.post(
        session,
        draft,
        at,
        to_print=due.invitation.to_print,
        purpose=purpose("reminder", asking, due.inspection),
    )
    return True
