"""Whose turn it is: the inspections that may be asked now, and the boxes they would answer into."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.tables import Invitation, InvitingBox
from app.invitations.writing import Asking
from app.lib.dates import local_day
from app.mail.tables import Suppression
from app.registry.countries import zone
from app.registry.inspectorates import USUAL_QUESTIONNAIRE
from app.registry.signers import signers
from app.registry.tables import Business, Inspection, Inspectorate

# A firm that is inspected often is asked later, but it is asked.
COOLDOWN = timedelta(days=30)


async def open_boxes(session: AsyncSession, now: datetime) -> list[Asking]:
    yesterday = now.date() - timedelta(days=1)  # somewhere it may still be that day
    found = await session.exec(
        select(InvitingBox, Inspectorate)
        .join(Inspectorate, col(Inspectorate.id) == col(InvitingBox.inspectorate_id))
        .where(col(InvitingBox.closes_on) >= yesterday)
        .order_by(col(InvitingBox.quarter), col(InvitingBox.id))
    )
    return [
        Asking(inspectorate, await signers(session, inspectorate, now), box)
        for box, inspectorate in found
        if is_in_time(now, inspectorate, box.closes_on)
    ]


async def due(session: AsyncSession, asking: Asking, now: datetime, limit: int) -> Sequence[UUID]:
    """Inspections of a box that may be asked about, the longest entered first."""
    found = await session.exec(
        select(Inspection.id)
        .where(*of_box(asking.inspectorate, asking.box), *_may_be_asked(asking.inspectorate, now))
        .order_by(col(Inspection.entered_at), col(Inspection.id))
        .limit(limit)
    )
    return list(found)


async def still_due(
    session: AsyncSession, asking: Asking, now: datetime, among: Sequence[UUID]
) -> Sequence[tuple[Inspection, str]]:
    """As they stand now, with the name of the business: an address asked since then waits.

    Until the transaction ends they stay so: what a letter is written from is not changed meanwhile.
    """
    found = await session.exec(
        select(Inspection, Business.name)
        .join(Business, col(Business.id) == col(Inspection.business_id))
        .where(col(Inspection.id).in_(among), *_may_be_asked(asking.inspectorate, now))
        .order_by(col(Inspection.entered_at), col(Inspection.id))
        .with_for_update(read=True, of=Inspection)
    )
    return list(found)


def of_box(inspectorate: Inspectorate, box: InvitingBox) -> Sequence[ColumnElement[bool]]:
    """The inspections whose entrepreneurs answer into a box."""
    kind, table = col(Inspection.kind), inspectorate.questionnaires
    if box.questionnaire == USUAL_QUESTIONNAIRE:
        others = [one for one, name in table.items() if name != USUAL_QUESTIONNAIRE]
        is_asked_this = kind.not_in(others)
    else:
        is_asked_this = kind.in_([one for one, name in table.items() if name == box.questionnaire])
    return (
        col(Inspection.inspectorate_id) == box.inspectorate_id,
        col(Inspection.quarter) == box.quarter,
        is_asked_this,
    )


def is_in_time(moment: datetime, inspectorate: Inspectorate, closes_on: date) -> bool:
    return local_day(moment, zone(inspectorate.country)) <= closes_on


def still_takes(asking: Asking, moment: datetime) -> bool:
    """Whether its box takes answers then."""
    return is_in_time(moment, asking.inspectorate, asking.box.closes_on)


def _may_be_asked(inspectorate: Inspectorate, now: datetime) -> Sequence[ColumnElement[bool]]:
    invited = exists().where(col(Invitation.inspection_id) == col(Inspection.id))
    suppressed = exists().where(col(Suppression.to_print) == col(Inspection.email_print))
    asked_lately = exists().where(
        col(Invitation.to_print) == col(Inspection.email_print),
        col(Invitation.invited_at) > now - COOLDOWN,
    )
    return (
        # Never true of an act that has not been handed over.
        col(Inspection.handed_over_on) <= local_day(now, zone(inspectorate.country)),
        col(Inspection.email).is_not(None),
        ~invited,
        ~suppressed,
        ~asked_lately,
    )
