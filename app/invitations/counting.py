"""How many were asked and how many letters arrived. Never how many answered."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from operator import add
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations import choosing
from app.invitations.tables import Invitation, InvitingBox
from app.lib import clock
from app.lib.quarters import Quarter
from app.mail import states
from app.mail.suppressing import WISHES
from app.mail.tables import Letter, Suppression
from app.registry.tables import Inspection, Inspectorate


@dataclass(frozen=True)
class Counts:
    """Of the inspections of one quarter with an e-mail address."""

    invited: int = 0  # a letter was written
    delivered: int = 0  # the mail server took it, and it has not come back
    failed: int = 0  # refused, or came back, or the address asked for none before it went out
    waiting: int = 0  # it has yet to go out
    to_invite: int = 0  # no letter yet: the act is not handed over, or the address was asked lately
    suppressed: int = 0  # no letter: the address had asked for none, or they come back
    too_late: int = 0  # no letter: the box closed first
    refused: int = 0  # of `failed` and `suppressed`: the owner of the address had asked for none

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*map(add, astuple(self), astuple(other)))


async def by_questionnaire(
    session: AsyncSession, inspectorate: Inspectorate, quarter: Quarter
) -> dict[str, Counts]:
    """Of each whose box has opened."""
    query = select(InvitingBox).filter_by(inspectorate_id=inspectorate.id, quarter=str(quarter))
    boxes = (await session.exec(query)).all()
    now = clock.now()
    return {box.questionnaire: await _of_box(session, inspectorate, box, now) for box in boxes}


async def invited_among(session: AsyncSession, inspection_ids: Sequence[UUID]) -> Collection[UUID]:
    """Which of these inspections have had their letter: what it says may not change any more."""
    query = select(Invitation.inspection_id)
    return set(await session.exec(query.where(col(Invitation.inspection_id).in_(inspection_ids))))


async def _of_box(
    session: AsyncSession, inspectorate: Inspectorate, box: InvitingBox, now: datetime
) -> Counts:
    rows = await session.exec(
        select(col(Letter.state), col(Suppression.reason), func.count())
        .select_from(Inspection)
        .outerjoin(Invitation, col(Invitation.inspection_id) == col(Inspection.id))
        .outerjoin(Letter, col(Letter.id) == col(Invitation.letter_id))
        .outerjoin(Suppression, col(Suppression.to_print) == col(Inspection.email_print))
        .where(
            *choosing.of_box(inspectorate, box),
            or_(col(Inspection.email).is_not(None), col(Inspection.email_erased)),
        )
        .group_by(col(Letter.state), col(Suppression.reason))
    )
    is_open = choosing.is_in_time(now, inspectorate, box.closes_on)
    return sum((_counted(*row, is_open) for row in rows), Counts())


def _counted(state: str | None, suppressed: str | None, n: int, is_open: bool) -> Counts:
    """Of `n` inspections whose letter, if there is one, stands in `state`."""
    match state:
        case None if suppressed:
            return Counts(suppressed=n, refused=n if suppressed in WISHES else 0)
        case None:
            return Counts(to_invite=n) if is_open else Counts(too_late=n)
        case states.SENT:
            return Counts(invited=n, delivered=n)
        case states.SUPPRESSED if suppressed in WISHES:
            return Counts(invited=n, failed=n, refused=n)
        case states.FAILED | states.BOUNCED | states.SUPPRESSED:
            return Counts(invited=n, failed=n)
        case _:
            return Counts(invited=n, waiting=n)
