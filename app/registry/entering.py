"""One act of inspection, entered by hand or by another system; entering it twice adds nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.errors import Invalid
from app.registry.addresses import Addresses
from app.registry.changing import Letters
from app.registry.countries import zone
from app.registry.fields import InspectionFields, from_text, tidy
from app.registry.records import prepare
from app.registry.rules import faults_in
from app.registry.storing import Entry, store
from app.registry.tables import Inspection, Inspectorate

__all__ = ["Entered", "InspectionFields", "enter", "find", "read"]


@dataclass(frozen=True)
class Entered:
    inspection: Inspection
    is_new: bool


def read(text: Mapping[str, str], country: str, today: date) -> InspectionFields:
    """From what a form or a row holds. Invalid names every fault at once."""
    values, unreadable = from_text(text)
    faults = faults_in(country, values, today) | unreadable
    if faults:
        raise Invalid(faults)
    return InspectionFields.model_construct(**values)


async def enter(
    session: AsyncSession,
    addresses: Addresses,
    inspectorate: Inspectorate,
    fields: InspectionFields,
    *,
    now: datetime,
    letters: Letters,
    entered_by: UUID | None = None,
) -> Entered:
    """Added, or changed where the record may still change; Invalid where it may not."""
    values = {
        name: tidy(value) if isinstance(value, str) else value
        for name, value in fields.model_dump().items()
    }
    faults = faults_in(inspectorate.country, values, local_day(now, zone(inspectorate.country)))
    if faults:
        raise Invalid(faults)
    record = prepare(addresses, inspectorate, values)
    entry = Entry(inspectorate, at=now, by=entered_by)
    [outcome] = await store(session, entry, [record], letters)
    if isinstance(outcome, Invalid):
        raise outcome
    inspection = await find(session, inspectorate, *record.key)
    if inspection is None:
        raise LookupError(record.key)
    return Entered(inspection, is_new=outcome == "added")


async def find(
    session: AsyncSession, inspectorate: Inspectorate, act_year: int, act_number: str
) -> Inspection | None:
    query = select(Inspection).where(
        Inspection.inspectorate_id == inspectorate.id,
        Inspection.act_year == act_year,
        Inspection.act_number == act_number,
    )
    # The row was written past the session, which may still remember it as it was.
    return (await session.exec(query.execution_options(populate_existing=True))).first()
