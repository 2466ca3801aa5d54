"""How many inspections there were: what shares of answers are measured against."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.quarters import Quarter
from app.registry.inspectorates import questionnaire_for
from app.registry.tables import Inspection, Inspectorate

Cell = tuple[str, str, str]  # region, kind, questionnaire


@dataclass(frozen=True)
class Volume:
    inspections: int
    with_email: int  # also those whose address has been erased since


async def volumes(
    session: AsyncSession, inspectorate_id: UUID, quarter: Quarter
) -> dict[Cell, Volume]:
    """Of the quarter of the act date; cells without inspections are absent."""
    inspectorate = await session.get_one(Inspectorate, inspectorate_id)
    has_email = or_(col(Inspection.email).is_not(None), col(Inspection.email_erased))
    rows = await session.exec(
        select(
            Inspection.region,
            Inspection.kind,
            func.count(),
            func.sum(case((has_email, 1), else_=0)),
        )
        .where(Inspection.inspectorate_id == inspectorate_id, Inspection.quarter == str(quarter))
        .group_by(Inspection.region, Inspection.kind)
    )
    return {
        (region, kind, questionnaire_for(inspectorate, kind)): Volume(inspections, with_email)
        for region, kind, inspections, with_email in rows
    }
