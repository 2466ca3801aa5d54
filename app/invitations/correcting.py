"""A wrong address, corrected once: the letter came back, and goes with its link to another one.

The rule and the record only: the worker, who alone can open letters, writes it (readdressing.py).
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.choosing import is_in_time
from app.invitations.tables import Invitation, InvitingBox
from app.lib.errors import AlreadyDone, Invalid
from app.lib.i18n import gettext as _
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.outbox import oldest_key
from app.mail.suppressing import suppressed_among
from app.mail.tables import Letter
from app.registry import domains
from app.registry.addresses import Addresses, clean
from app.registry.kinds import Flag
from app.registry.records import own_domains
from app.registry.tables import Inspection, Inspectorate


class Correction(StrEnum):
    NONE = "none"  # the letter has not come back, or there is no time, or it was corrected before
    POSSIBLE = "possible"
    WAITING = "waiting"  # corrected; the letter is still to be written anew
    LOST = "lost"  # the letter is destroyed, and its link with it


async def correction_of(
    session: AsyncSession, inspectorate: Inspectorate, inspection: Inspection, now: datetime
) -> Correction:
    """Follows from what became of the letter alone, never from an answer."""
    found = await session.exec(
        select(Invitation, Letter, col(InvitingBox.closes_on))
        .join(Letter)
        .join(InvitingBox)
        .where(Invitation.inspection_id == inspection.id)
    )
    row = found.first()
    if row is None or inspection.email is None:
        return Correction.NONE
    invitation, letter, closes_on = row
    came_back = letter.bounce == Kind.HARD and letter.state in (states.BOUNCED, states.FAILED)
    is_written_anew = invitation.corrected_at and invitation.to_print == inspection.email_print
    if not came_back or is_written_anew or not is_in_time(now, inspectorate, closes_on):
        return Correction.NONE
    if letter.payload is None or letter.payload_key < oldest_key(now):
        return Correction.LOST
    return Correction.WAITING if invitation.corrected_at else Correction.POSSIBLE


async def correct(
    session: AsyncSession,
    addresses: Addresses,
    inspectorate: Inspectorate,
    inspection: Inspection,
    email: str,
    now: datetime,
) -> None:
    """Raises Invalid, and AlreadyDone where there is nothing to correct, or nothing any more."""
    asked = select(Invitation).where(Invitation.inspection_id == inspection.id).with_for_update()
    invitation = (await session.exec(asked)).first()
    correction = await correction_of(session, inspectorate, inspection, now)
    if invitation is None or correction is not Correction.POSSIBLE:
        raise AlreadyDone
    email = _read(email)
    to_print = addresses.print(email)
    if await suppressed_among(session, [to_print]):  # the old address is among them
        fault = _("Letters to this address come back, or are not wanted there. Enter another one.")
        raise Invalid({"email": fault})
    invitation.corrected_at = now
    inspection.email, inspection.email_print = addresses.seal(email), to_print
    others = [flag for flag in inspection.flags if flag == Flag.TAX_NUMBER]
    inspection.flags = addresses.flags(email, own_domains(inspectorate)) + others
    session.add_all([invitation, inspection])
    await domains.ask(session, [inspection.id], now)


def _read(email: str) -> str:
    try:
        return clean(email)
    except ValueError as error:
        raise Invalid({"email": str(error)}) from error
