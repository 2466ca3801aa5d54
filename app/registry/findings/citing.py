"""Which requirements an act cites, and which point of each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import Invalid
from app.registry.closing import refuse_closed
from app.registry.fields import tidy
from app.registry.findings.reading import fault_in
from app.registry.findings.requirements import all_requirements, citable
from app.registry.findings.tables import Citation, Requirement
from app.registry.tables import Inspection, Inspectorate

LONGEST_POINT = 200


@dataclass(frozen=True)
class Cited:
    requirement: Requirement
    point: str


async def cited_by(session: AsyncSession, inspections: Collection[UUID]) -> dict[UUID, list[Cited]]:
    """By inspection, in the order of their codes."""
    query = select(Citation).where(col(Citation.inspection_id).in_(inspections))
    citations = (await session.exec(query.order_by(col(Citation.code)))).all()
    known = {one.code: one for one in await all_requirements(session)}
    found: dict[UUID, list[Cited]] = defaultdict(list)
    for one in citations:
        found[one.inspection_id].append(Cited(known[one.code], one.point))
    return found


async def offered_to(session: AsyncSession, inspection: Inspection) -> list[Requirement]:
    """What was in force on the day of the act; what it cites already can be mended."""
    body = await session.get_one(Inspectorate, inspection.inspectorate_id)
    every = await citable(session, body.country, inspection.act_date)
    codes = {one.code for one in every}
    cited = (await cited_by(session, [inspection.id]))[inspection.id]
    return every + [one.requirement for one in cited if one.requirement.code not in codes]


async def cite(
    session: AsyncSession,
    inspection: Inspection,
    shown: Sequence[str],
    points: Mapping[str, str],
) -> None:
    """Of the codes that were `shown`, those in `points` are cited from now on, the others not.
    Invalid, by code, for a point that cannot be kept. What it cannot cite is left alone.
    """
    await refuse_closed(session, inspection)
    known = {one.code for one in await offered_to(session, inspection)}
    points = {code: tidy(point) for code, point in points.items() if code in known}
    faults = {code: fault_in(point, LONGEST_POINT) for code, point in points.items()}
    if wrong := {code: fault for code, fault in faults.items() if fault}:
        raise Invalid(wrong)
    await session.exec(
        delete(Citation).where(
            col(Citation.inspection_id) == inspection.id,
            col(Citation.code).in_(known.intersection(shown)),
        )
    )
    for code in points.keys() & set(shown):
        session.add(Citation(inspection_id=inspection.id, code=code, point=points[code]))
