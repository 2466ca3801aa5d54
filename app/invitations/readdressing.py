"""Letters whose address was corrected, written anew: the same ticket, another reader."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations import choosing, windows
from app.invitations.inviting import Inviter, day_of_reminder
from app.invitations.tables import Invitation
from app.invitations.writing import Asking, Reader, purpose, write
from app.invitations.written import Written, written
from app.lib.db import Database
from app.lib.turns import turn
from app.mail import outbox
from app.mail.outbox import Erased
from app.mail.tables import Letter
from app.registry.tables import Inspection

_BATCH = 50  # one transaction: letters are written in it, and others wait behind it


async def readdress_due(database: Database, inviter: Inviter, now: datetime) -> int:
    """How many letters were posted. An address that was asked lately waits, as for any letter.
    Taken while another process is inviting: two could write to the same address.
    """
    async with turn("inviting", database, inviter.keys):
        async with database.reading() as session:
            boxes = {asking.box.id: asking for asking in await choosing.open_boxes(session, now)}
        async with database.transaction() as session:
            return await _readdress(session, inviter, boxes, await _due(session, boxes, now), now)


async def _due(
    session: AsyncSession, boxes: Mapping[str, Asking], now: datetime
) -> Sequence[Written]:
    other = aliased(Invitation)
    asked_lately = exists().where(
        col(other.to_print) == col(Inspection.email_print),
        col(other.invited_at) > now - choosing.COOLDOWN,
    )
    return await written(
        session,
        col(Invitation.corrected_at).is_not(None),
        col(Invitation.box_id).in_(boxes),
        col(Invitation.to_print) != col(Inspection.email_print),
        col(Inspection.email).is_not(None),
        col(Letter.payload).is_not(None),
        ~asked_lately,
        order=col(Invitation.corrected_at),
        limit=_BATCH,
    )


async def _readdress(
    session: AsyncSession,
    inviter: Inviter,
    boxes: Mapping[str, Asking],
    every: Sequence[Written],
    now: datetime,
) -> int:
    # The other letters to an address wait for its cooldown.
    first_of = {due.inspection.email_print: due for due in reversed(every)}
    posted = [
        (due.invitation, letter)
        for due in first_of.values()
        if (letter := _write_anew(session, inviter, boxes[due.invitation.box_id], due, now))
    ]
    await session.flush()  # the letters first: invitations point to them
    for invitation, letter in posted:
        invitation.letter_id, invitation.to_print = letter.id, letter.to_print
    await outbox.erase(session, [due.letter.id for due in first_of.values()])
    return len(posted)


def _write_anew(
    session: AsyncSession, inviter: Inviter, asking: Asking, due: Written, now: datetime
) -> Letter | None:
    """None if the box closes first, or the link cannot be read any more."""
    at = windows.soonest(now, asking.inspectorate)
    if not choosing.still_takes(asking, at):
        return None
    try:
        first = inviter.outbox.open(due.letter)
    except Erased:
        return None
    inspection, to_print = due.inspection, due.inspection.email_print or b""
    reader = Reader(
        inspection,
        due.business,
        address=inviter.addresses.open(inspection.email or b""),
        link=first.link or "",
        stop=inviter.stop_link(to_print),
        deny=inviter.deny_link(inspection),
    )
    due.invitation.invited_at = at
    due.invitation.remind_at = day_of_reminder(at, asking)
    return inviter.outbox.post(
        session,
        write("invitation", asking, reader),
        at,
        to_print=to_print,
        kept=due.invitation.remind_at is not None,
        purpose=purpose("corrected invitation", asking, inspection),
    )
