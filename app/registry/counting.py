"""How many inspections there were: what shares of answers are measured against."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col
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
    return (await volumes_of(session, inspectorate_id, [quarter]))[quarter]


async def volumes_of(
    session: AsyncSession, inspectorate_id: UUID, quarters: Iterable[Quarter]
) -> dict[Quarter, dict[Cell, Volume]]:
    """Of each quarter, in one statement that an index alone answers.

    A record has an address, or had one, exactly if it gives no reason why there is none.
    """
    inspectorate = await session.get_one(Inspectorate, inspectorate_id)
    found: dict[Quarter, dict[Cell, Volume]] = {quarter: {} for quarter in quarters}
    written = {str(quarter): quarter for quarter in found}
    quarter, region, kind = (
        col(column) for column in (Inspection.quarter, Inspection.region, Inspection.kind)
    )
    rows = await (await session.connection()).execute(
        select(quarter, region, kind, func.count(), func.count(col(Inspection.no_email_reason)))
        .where(col(Inspection.inspectorate_id) == inspectorate_id, quarter.in_(written))
        .group_by(quarter, region, kind)
    )
    for of, where, sort, inspections, without in rows:
        cell = where, sort, questionnaire_for(inspectorate, sort)
        found[written[of]][cell] = Volume(inspections, inspections - without)
    return found
