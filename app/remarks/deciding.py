"""Considered, a measure, or no action: each with a reason, changed by deciding anew."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.remarks.measures import MEASURE_FIELDS, NewMeasure, measure_of, read_measure
from app.remarks.place import By, Place, take_turn
from app.remarks.tables import Decision, Kind, Measure

LONGEST_REASON = 1000  # characters
NEW = "new"  # in place of a measure's id
DECISION_FIELDS = ("kind", "measure", *MEASURE_FIELDS, "reason")  # as in the form


@dataclass(frozen=True)
class Verdict:
    """`measure`: one that stands already, or what a new one is to be."""

    kind: Kind
    reason: str
    measure: UUID | NewMeasure | None = None


def read(entered: Mapping[str, str], today: date) -> Verdict:
    """A form's fields. Invalid."""
    faults: dict[str, str] = {}
    kind, reason = entered.get("kind", ""), entered.get("reason", "").strip()
    if kind not in set(Kind):
        faults["kind"] = _("Choose what you decide.")
    if not reason:
        faults["reason"] = _("Give the reason: whoever reads the decision later needs it.")
    elif len(reason) > LONGEST_REASON:
        faults["reason"] = _("Shorten the reason to %(n)s characters.", n=LONGEST_REASON)
    measure = None
    if kind == Kind.MEASURE:
        measure = _measure(entered, today, faults)
    if faults:
        raise Invalid(faults)
    return Verdict(Kind(kind), reason, measure)


async def decide(
    session: AsyncSession, place: Place, remark_ids: Collection[bytes], verdict: Verdict, by: By
) -> None:
    """One decision on all of them. What was decided before stays on record."""
    await take_turn(session, place.inspectorate_id)
    measure_id = await _measure_id(session, place, verdict, by)
    of_these = col(Decision.remark_id).in_(remark_ids)
    last = select(Decision.remark_id, func.max(Decision.number)).where(of_these)
    numbers = dict((await session.exec(last.group_by(col(Decision.remark_id)))).all())
    await session.exec(update(Decision).where(of_these).values(counts=False))
    for remark_id in sorted(remark_ids):
        session.add(
            Decision(
                remark_id=remark_id,
                number=numbers.get(remark_id, 0) + 1,
                kind=verdict.kind,
                reason=verdict.reason,
                measure_id=measure_id,
                decided_by=by.person_id,
                decided_on=by.on,
                **place.columns,
            )
        )
    await session.flush()


def _measure(
    entered: Mapping[str, str], today: date, faults: dict[str, str]
) -> UUID | NewMeasure | None:
    chosen = entered.get("measure", "") or NEW
    if chosen != NEW:
        try:
            return UUID(chosen)
        except ValueError:
            faults["measure"] = _("Choose a measure, or describe a new one.")
            return None
    try:
        return read_measure(entered, today)
    except Invalid as invalid:
        faults |= invalid.errors
        return None


async def _measure_id(session: AsyncSession, place: Place, verdict: Verdict, by: By) -> UUID | None:
    if not isinstance(verdict.measure, NewMeasure):
        if verdict.measure:
            await measure_of(session, place.inspectorate_id, verdict.measure)
        return verdict.measure
    measure = Measure(
        what=verdict.measure.what,
        owner=verdict.measure.owner,
        due_on=verdict.measure.due_on,
        changed_by=by.person_id,
        changed_on=by.on,
        **place.columns,
    )
    session.add(measure)
    await session.flush()
    return measure.id
