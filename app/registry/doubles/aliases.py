"""The numbers of merged businesses: what is entered under them belongs to the one that was kept."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.businesses import Number, number_of, numbers_of
from app.registry.doubles.tables import Merge
from app.registry.records import Record
from app.registry.tables import Business


async def under_kept_numbers(
    session: AsyncSession, country: str, records: Sequence[Record]
) -> Sequence[Record]:
    """The records as the register knows their businesses now; a kept business keeps its name."""
    # People merge by hand: there are few, and reading them all takes less than naming numbers.
    kept = aliased(Business)
    rows = await session.exec(
        select(Business, kept)
        .join(Merge, col(Merge.business_id) == col(Business.id))
        .join(kept, col(kept.id) == col(Merge.now_id))
        .where(Business.country == country, col(Merge.undone_at).is_(None))
    )
    known: dict[Number, tuple[Business, Business]] = {
        number: (merged, into) for merged, into in rows for number in numbers_of(merged)
    }
    if not known:
        return records
    return [
        _moved(record, *known[record.number]) if record.number in known else record
        for record in records
    ]


async def kept_for(session: AsyncSession, business: Business) -> Business:
    """The one that it was merged into, or itself."""
    query = (
        select(Business)
        .join(Merge, col(Merge.now_id) == col(Business.id))
        .where(Merge.business_id == business.id, col(Merge.undone_at).is_(None))
    )
    return (await session.exec(query)).first() or business


def _moved(record: Record, merged: Business, kept: Business) -> Record:
    return replace(record, number=number_of(kept), business_name=kept.name, entered_as_id=merged.id)
