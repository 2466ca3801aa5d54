"""A business found by its number, and what its last act suggests for the next."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.businesses import Number, business_of
from app.registry.doubles.aliases import kept_for
from app.registry.tables import Inspection, Inspectorate


@dataclass(frozen=True)
class Known:
    """Region and kind are those of the inspectorate's own last act about the business, if any."""

    name: str
    region: str = ""
    kind: str = ""


async def recognise(
    session: AsyncSession, inspectorate: Inspectorate, number: Number
) -> Known | None:
    """What other inspectorates did there is not told."""
    business = await business_of(session, inspectorate.country, number)
    if business is None:
        return None
    business = await kept_for(session, business)
    newest = (col(Inspection.act_date).desc(), col(Inspection.id).desc())
    last = await session.exec(
        select(Inspection.region, Inspection.kind)
        .where(Inspection.business_id == business.id, Inspection.inspectorate_id == inspectorate.id)
        .order_by(*newest)
        .limit(1)
    )
    return Known(business.name, *(last.first() or ()))
