"""Acts by what becomes of their letters: what an inspector's list is filtered by."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, or_, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.recalling import unsent
from app.invitations.tables import Invitation
from app.lib.dates import local_day
from app.lib.quarters import Quarter
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.outbox import oldest_key
from app.mail.tables import Letter, Suppression
from app.registry.countries import zone
from app.registry.kinds import Flag
from app.registry.tables import Inspection, Inspectorate


class Group(StrEnum):
    """Each act is in one."""

    ATTENTION = "attention"  # no letter arrives unless somebody mends the address
    WAITING = "waiting"
    SENT = "sent"
    WITHOUT = "without"  # an address
    LOST = "lost"  # no letter arrived, and nothing can be done any more


_BY_HAND = ("hard", "soft")  # suppressed, but not by the wish of the address's owner
_DEAD_ENDS = (Flag.NO_SUCH_DOMAIN, Flag.TAKES_NO_MAIL)


def in_group(inspectorate: Inspectorate, group: Group, now: datetime) -> ColumnElement[bool]:
    """Of inspections."""
    ids = _joined(col(Inspection.id)).where(_group(inspectorate, now) == group)
    return col(Inspection.id).in_(ids)


async def count(
    session: AsyncSession, inspectorate: Inspectorate, whose: ColumnElement[bool], now: datetime
) -> dict[Group, int]:
    group = _group(inspectorate, now).label("of")
    of_whom = col(Inspection.inspectorate_id) == inspectorate.id, whose
    query = _joined(group, func.count()).where(*of_whom).group_by(group)
    found = await (await session.connection()).execute(query)
    counts = {Group(name): number for name, number in found}
    return {group: counts.get(group, 0) for group in Group}


async def groups_of(
    session: AsyncSession, inspectorate: Inspectorate, ids: Collection[UUID], now: datetime
) -> dict[UUID, Group]:
    query = _joined(col(Inspection.id), _group(inspectorate, now))
    query = query.where(col(Inspection.id).in_(ids))
    found = await (await session.connection()).execute(query)
    return {one: Group(name) for one, name in found}


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Inspection)
        .outerjoin(Invitation, col(Invitation.inspection_id) == col(Inspection.id))
        .outerjoin(Letter, col(Letter.id) == col(Invitation.letter_id))
        .outerjoin(Suppression, col(Suppression.to_print) == col(Inspection.email_print))
    )


def _group(inspectorate: Inspectorate, now: datetime) -> ColumnElement[str]:
    """The first that fits. Like `correcting.correction_of` it follows from letters alone."""
    state, corrected_at = col(Letter.state), col(Invitation.corrected_at)
    has_payload = col(Letter.payload).is_not(None)
    is_over = or_(
        col(Inspection.quarter).not_in(_open_quarters(inspectorate, now)),
        col(Inspection.email_erased),
    )
    is_redirected = and_(
        corrected_at.is_not(None), col(Invitation.to_print) != col(Inspection.email_print)
    )
    may_be_corrected = and_(
        col(Letter.bounce) == Kind.HARD,
        state.in_((states.BOUNCED, states.FAILED)),
        corrected_at.is_(None),
        has_payload,
        col(Letter.payload_key) >= oldest_key(now),
    )
    has_none = col(Letter.id).is_(None)
    flags = cast(col(Inspection.flags), Text)
    is_dead_end = and_(
        or_(has_none, unsent(now)), or_(*(flags.contains(f'"{flag}"') for flag in _DEAD_ENDS))
    )
    return case(
        (col(Inspection.no_email_reason).is_not(None), Group.WITHOUT.value),
        (state == states.SENT, Group.SENT.value),
        (is_over, Group.LOST.value),
        (and_(is_redirected, has_payload), Group.WAITING.value),
        (may_be_corrected, Group.ATTENTION.value),
        (state.in_((states.FAILED, states.BOUNCED, states.SUPPRESSED)), Group.LOST.value),
        (is_dead_end, Group.ATTENTION.value),
        (and_(has_none, col(Suppression.reason).in_(_BY_HAND)), Group.ATTENTION.value),
        (and_(has_none, col(Suppression.reason).is_not(None)), Group.LOST.value),
        else_=Group.WAITING.value,
    )


def _open_quarters(inspectorate: Inspectorate, now: datetime) -> list[str]:
    today = local_day(now, zone(inspectorate.country))
    present = Quarter.of(today)
    return [str(one) for one in (present, present.previous) if one.closes_on >= today]
