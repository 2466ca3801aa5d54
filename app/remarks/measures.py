"""What the inspectorate will do because of remarks: what, who, until when, and how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import Invalid, NotFound
from app.lib.i18n import gettext as _
from app.registry.fields import read_day, tidy
from app.remarks.place import By
from app.remarks.tables import Decision, Measure, Progress

_LONGEST = {"what": 500, "owner": 120}  # characters
MEASURE_FIELDS = ("what", "owner", "due_on")


@dataclass(frozen=True)
class NewMeasure:
    what: str
    owner: str
    due_on: date


def read_measure(entered: Mapping[str, str], today: date) -> NewMeasure:
    """A form's fields. Invalid, also for a day that has passed."""
    values, due_on, faults = _read(entered)
    if due_on and due_on < today:
        faults["due_on"] = _("This day has passed: give one that is to come.")
    if due_on is None or faults:
        raise Invalid(faults)
    return NewMeasure(values["what"], values["owner"], due_on)


def change(measure: Measure, entered: Mapping[str, str], by: By) -> None:
    """Invalid. What is overdue may stay so."""
    values, due_on, faults = _read(entered)
    if (progress := entered.get("progress", "")) not in set(Progress):
        faults["progress"] = _("Choose how far the measure is.")
    if due_on is None or faults:
        raise Invalid(faults)
    measure.sqlmodel_update(values)
    measure.due_on, measure.progress = due_on, progress
    measure.changed_by, measure.changed_on = by.person_id, by.on


async def measures(session: AsyncSession, inspectorate_id: UUID) -> Sequence[tuple[Measure, int]]:
    """With the number of remarks that led to each; what is due first stands first."""
    led = select(Decision.measure_id, func.count()).where(
        Decision.inspectorate_id == inspectorate_id, col(Decision.counts)
    )
    remarks = dict((await session.exec(led.group_by(col(Decision.measure_id)))).all())
    query = select(Measure).where(Measure.inspectorate_id == inspectorate_id)
    rows = await session.exec(query.order_by(col(Measure.due_on), col(Measure.id)))
    return [(measure, remarks.get(measure.id, 0)) for measure in rows]


async def measure_of(session: AsyncSession, inspectorate_id: UUID, measure_id: UUID) -> Measure:
    """NotFound if it is none of this inspectorate's."""
    found = await session.get(Measure, measure_id)
    if found is None or found.inspectorate_id != inspectorate_id:
        raise NotFound
    return found


def _read(entered: Mapping[str, str]) -> tuple[dict[str, str], date | None, dict[str, str]]:
    """Texts, the day if it can be read, and faults by field."""
    values = {name: tidy(entered.get(name, "")) for name in _LONGEST}
    faults = {
        name: _("Shorten this to %(n)s characters.", n=most)
        for name, most in _LONGEST.items()
        if len(values[name]) > most
    }
    if not values["what"]:
        faults["what"] = _("Say what will be done.")
    if not values["owner"]:
        faults["owner"] = _("Say who answers for it: an office or a post.")
    try:
        due_on = read_day(tidy(entered.get("due_on", "")))
    except ValueError as error:
        due_on, faults["due_on"] = None, str(error)
    return values, due_on, faults
