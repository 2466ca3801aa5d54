"""Records that were taken although something about them looks odd, for the ministry."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Text, cast
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.tables import Business, Inspection, Inspectorate

_NEWEST = 200


@dataclass(frozen=True)
class Odd:
    inspectorate: Inspectorate
    inspection: Inspection
    business: Business


async def newest(session: AsyncSession) -> Sequence[Odd]:
    """Those with a flag, the newest acts first."""
    found = await session.exec(
        select(Inspectorate, Inspection, Business)
        .join(Inspection, col(Inspection.inspectorate_id) == col(Inspectorate.id))
        .join(Business, col(Business.id) == col(Inspection.business_id))
        .where(cast(col(Inspection.flags), Text) != "[]")  # PostgreSQL compares no JSON
        .order_by(col(Inspection.act_date).desc(), col(Inspection.id))
        .limit(_NEWEST)
    )
    return [Odd(*row) for row in found]
