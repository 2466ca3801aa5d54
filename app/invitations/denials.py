"""What the ministry sees of it: how often, and at which acts, a reader said “not mine”."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.tables import Denial, Invitation
from app.lib.quarters import Quarter
from app.registry.tables import Business, Inspection, Inspectorate

_NEWEST = 200  # acts in the list; the counts are of all


@dataclass(frozen=True)
class Count:
    inspectorate: Inspectorate
    quarter: Quarter
    denied: int
    invited: int


@dataclass(frozen=True)
class Denied:
    """One act whose letter was read by somebody who said that it was not theirs."""

    inspectorate: Inspectorate
    inspection: Inspection
    business: Business
    denial: Denial


async def counts(session: AsyncSession) -> Sequence[Count]:
    """Of each inspectorate and quarter with at least one, the newest quarter first."""
    found = await session.exec(
        select(
            Inspectorate, Inspection.quarter, func.count(col(Denial.inspection_id)), func.count()
        )
        .select_from(Invitation)
        .join(Inspection, col(Inspection.id) == col(Invitation.inspection_id))
        .join(Inspectorate, col(Inspectorate.id) == col(Inspection.inspectorate_id))
        .outerjoin(Denial, col(Denial.inspection_id) == col(Inspection.id))
        .group_by(col(Inspectorate.id), col(Inspection.quarter))
        .having(func.count(col(Denial.inspection_id)) > 0)
        .order_by(col(Inspection.quarter).desc(), col(Inspectorate.slug))
    )
    return [
        Count(inspectorate, Quarter.parse(quarter), denied, invited)
        for inspectorate, quarter, denied, invited in found
    ]


async def newest(session: AsyncSession) -> Sequence[Denied]:
    """The newest acts first."""
    found = await session.exec(
        select(Inspectorate, Inspection, Business, Denial)
        .join(Inspection, col(Inspection.id) == col(Denial.inspection_id))
        .join(Inspectorate, col(Inspectorate.id) == col(Inspection.inspectorate_id))
        .join(Business, col(Business.id) == col(Inspection.business_id))
        .order_by(col(Inspection.act_date).desc(), col(Inspection.id))
        .limit(_NEWEST)
    )
    return [Denied(*row) for row in found]
