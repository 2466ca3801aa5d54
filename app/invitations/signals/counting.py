"""How often each signal is seen at each inspector's acts of a quarter. Nothing of answers."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Text, and_, case, cast, func, select, type_coerce
from sqlmodel import col, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.signals.judging import Share
from app.invitations.signals.kinds import COUNTED_BACK, LATE_AFTER, MANY_FIRMS, Signal
from app.invitations.tables import Denial, Invitation
from app.lib.quarters import Quarter
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.tables import Letter
from app.registry.kinds import Flag, NoEmailReason
from app.registry.tables import Inspection


@dataclass(frozen=True, order=True)
class Inspector:
    """By the name they sign in under; of imported acts, by the one that the record gives. Empty:
    the acts of an inspectorate that name nobody.
    """

    inspectorate_id: UUID
    name: str


@dataclass(frozen=True)
class Counted:
    """Of one inspector's acts, all of whom are `acts`; letters and addresses are counted by act."""

    acts: int = 0
    no_address: int = 0
    has_none: int = 0  # the reasons given for that
    refused: int = 0
    not_present: int = 0
    other: int = 0
    addressed: int = 0
    shared: int = 0
    foreign: int = 0
    late: int = 0
    changed: int = 0
    settled: int = 0  # letters that were taken, or refused because there is no such mailbox
    came_back: int = 0
    arrived: int = 0
    not_mine: int = 0

    def __add__(self, more: "Counted") -> "Counted":
        names = [field.name for field in fields(self)]
        return Counted(*(getattr(self, name) + getattr(more, name) for name in names))

    def share(self, signal: Signal) -> Share:
        match signal:
            case Signal.NO_ADDRESS:
                return Share(self.no_address, self.acts)
            case Signal.CAME_BACK:
                return Share(self.came_back, self.settled)
            case Signal.SHARED:
                return Share(self.shared, self.addressed)
            case Signal.FOREIGN:
                return Share(self.foreign, self.addressed)
            case Signal.LATE:
                return Share(self.late, self.acts)
            case Signal.CHANGED:
                # One whose address was taken out again had one, too.
                return Share(self.changed, max(self.addressed, self.changed))
            case Signal.NOT_MINE:
                return Share(self.not_mine, self.arrived)


async def count(
    session: AsyncSession, quarter: Quarter, names: Mapping[UUID, str]
) -> dict[Inspector, Counted]:
    """Of all inspectorates in one statement. `names`: of the people who enter records, by id.

    A record is whose account it was entered under, whatever name stands in it: nobody can spread
    their acts over several names.
    """
    found: dict[Inspector, Counted] = {}
    rows = await (await session.connection()).execute(_query(quarter, _days(session)))
    for inspectorate_id, entered_by, name, *counts in rows:
        inspector = Inspector(inspectorate_id, names.get(entered_by, name) if entered_by else name)
        found[inspector] = found.get(inspector, Counted()) + Counted(*counts)
    return dict(sorted(found.items()))


def _query(quarter: Quarter, days: ColumnElement[int]) -> Any:
    reason, print_ = col(Inspection.no_email_reason), col(Inspection.email_print)
    shared = _shared(quarter).subquery()
    who = (col(Inspection.inspectorate_id), col(Inspection.entered_by), col(Inspection.inspector))
    arrived = col(Letter.state) == states.SENT
    # A letter whose address was corrected had come back before it went to the next one.
    came_back = or_(col(Letter.bounce) == Kind.HARD, col(Invitation.corrected_at).is_not(None))
    return (
        select(
            *who,
            func.count(),
            func.count(reason),
            *(_how_many(reason == one) for one in NoEmailReason),
            func.count(print_),
            func.count(shared.c.email_print),
            _how_many(_has_flag(Flag.OWN_DOMAIN, Flag.DISPOSABLE)),
            _how_many(days > LATE_AFTER),
            func.count(col(Inspection.email_changed_on)),
            _how_many(or_(arrived, came_back)),
            _how_many(came_back),
            _how_many(arrived),
            _how_many(and_(arrived, col(Denial.inspection_id).is_not(None))),
        )
        .select_from(Inspection)
        .outerjoin(Invitation, col(Invitation.inspection_id) == col(Inspection.id))
        .outerjoin(Letter, col(Letter.id) == col(Invitation.letter_id))
        .outerjoin(Denial, col(Denial.inspection_id) == col(Inspection.id))
        .outerjoin(
            shared,
            and_(
                shared.c.inspectorate_id == col(Inspection.inspectorate_id),
                shared.c.email_print == print_,
            ),
        )
        .where(col(Inspection.quarter) == str(quarter))
        .group_by(*who)
    )


def _shared(quarter: Quarter) -> Any:
    """The addresses that stand at many businesses, in each inspectorate."""
    quarters = [str(quarter.plus(-back)) for back in range(COUNTED_BACK)]
    by = (col(Inspection.inspectorate_id), col(Inspection.email_print))
    return (
        select(*by)
        .where(col(Inspection.quarter).in_(quarters), col(Inspection.email_print).is_not(None))
        .group_by(*by)
        .having(func.count(col(Inspection.business_id).distinct()) >= MANY_FIRMS)
    )


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _has_flag(*flags: Flag) -> ColumnElement[bool]:
    written = cast(col(Inspection.flags), Text)  # PostgreSQL compares no JSON
    return or_(*(written.contains(f'"{flag.value}"') for flag in flags))


def _days(session: AsyncSession) -> ColumnElement[int]:
    """From the act to its entry; the two databases count days each in its own way."""
    acted, entered = col(Inspection.act_date), col(Inspection.entered_at)
    if session.get_bind().dialect.name == "sqlite":
        return func.julianday(func.date(entered)) - func.julianday(acted)
    return type_coerce(func.date(func.timezone("UTC", entered)) - acted, Integer)
