"""Samples of a control purchase or another inspection, and what a laboratory found in them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import Invalid, NotFound
from app.lib.i18n import gettext as _
from app.registry.closing import refuse_closed
from app.registry.findings.reading import read_form
from app.registry.findings.tables import LabResult, Sample
from app.registry.kinds import Kind
from app.registry.tables import Inspection

# A control purchase is made for its samples; investigations and unscheduled ones may need some.
WITH_SAMPLES = (Kind.CONTROL_PURCHASE, Kind.INVESTIGATION, Kind.UNSCHEDULED)

_SAMPLE = {"number": 40, "what": 300, "quantity": 60, "seal": 40}
_RESULT = {
    "laboratory": 200,
    "accreditation": 80,
    "protocol_number": 60,
    "indicator": 200,
    "norm": 300,
    "value": 100,
}
SAMPLE_FIELDS = ("number", "what", "quantity", "taken_on", "seal")
RESULT_FIELDS = (*_RESULT, "protocol_date", "conforms")


@dataclass(frozen=True)
class Examined:
    sample: Sample
    results: Sequence[LabResult]


async def samples_of(
    session: AsyncSession, inspections: Collection[UUID]
) -> dict[UUID, list[Examined]]:
    """By inspection, in the order of their numbers; results by the date of their protocol."""
    query = select(Sample).where(col(Sample.inspection_id).in_(inspections))
    found: dict[UUID, list[Examined]] = defaultdict(list)
    samples = (await session.exec(query.order_by(col(Sample.number)))).all()
    results = await _results(session, [one.id for one in samples])
    for one in samples:
        found[one.inspection_id].append(Examined(one, results[one.id]))
    return found


async def add_sample(
    session: AsyncSession, inspection: Inspection, entered: Mapping[str, str], today: date
) -> Sample:
    """Invalid, also for a number that stands already."""
    await refuse_closed(session, inspection)
    values, faults = read_form(entered, _SAMPLE, ("taken_on",), today, optional=("seal",))
    same = select(Sample).filter_by(inspection_id=inspection.id, number=values["number"])
    if "number" not in faults and (await session.exec(same)).first():
        faults["number"] = _("A sample with this number stands already.")
    if faults:
        raise Invalid(faults)
    sample = Sample(inspection_id=inspection.id, **values)
    session.add(sample)
    return sample


async def add_result(
    session: AsyncSession,
    inspection: Inspection,
    sample: Sample,
    entered: Mapping[str, str],
    today: date,
) -> None:
    await refuse_closed(session, inspection)
    values, faults = read_form(
        entered, _RESULT, ("protocol_date",), today, optional=("accreditation",)
    )
    if entered.get("conforms") not in ("yes", "no"):
        faults["conforms"] = _("Say whether it conforms.")
    if "protocol_date" not in faults and values["protocol_date"] < sample.taken_on:
        faults["protocol_date"] = _("The protocol cannot be older than the sample.")
    if faults:
        raise Invalid(faults)
    session.add(LabResult(sample_id=sample.id, conforms=entered["conforms"] == "yes", **values))


async def sample_of(session: AsyncSession, inspection: Inspection, sample_id: UUID) -> Examined:
    """NotFound if it is none of this inspection's."""
    sample = await session.get(Sample, sample_id)
    if sample is None or sample.inspection_id != inspection.id:
        raise NotFound
    return Examined(sample, (await _results(session, [sample.id]))[sample.id])


async def remove_sample(session: AsyncSession, inspection: Inspection, sample: Sample) -> None:
    """With its results: something was entered by mistake."""
    await refuse_closed(session, inspection)
    await session.exec(delete(LabResult).where(col(LabResult.sample_id) == sample.id))
    await session.delete(sample)


async def remove_result(
    session: AsyncSession, inspection: Inspection, examined: Examined, chosen: str
) -> LabResult:
    """By its id; what was removed. NotFound if it is none of this sample's."""
    await refuse_closed(session, inspection)
    found = next((one for one in examined.results if str(one.id) == chosen), None)
    if found is None:
        raise NotFound
    await session.delete(found)
    return found


async def _results(session: AsyncSession, samples: Collection[UUID]) -> dict[UUID, list[LabResult]]:
    in_order = (col(LabResult.protocol_date), col(LabResult.indicator), col(LabResult.id))
    query = select(LabResult).where(col(LabResult.sample_id).in_(samples)).order_by(*in_order)
    found: dict[UUID, list[LabResult]] = defaultdict(list)
    for one in await session.exec(query):
        found[one.sample_id].append(one)
    return found
