"""Records of an inspectorate page by page, in the order of an index: the newest years first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.records import Key
from app.registry.tables import Inspection


@dataclass(frozen=True)
class Wanted:
    """`after`: the last act of the page before."""

    since: date | None = None  # of the act
    act_year: int | None = None
    act_number: str | None = None
    after: Key | None = None


async def page(
    session: AsyncSession, inspectorate_id: UUID, wanted: Wanted, limit: int
) -> list[Inspection]:
    """By year, then by number, both downwards; a number is a text."""
    year, number = col(Inspection.act_year), col(Inspection.act_number)
    query = select(Inspection).where(Inspection.inspectorate_id == inspectorate_id)
    if wanted.since is not None:
        query = query.where(col(Inspection.act_date) >= wanted.since)
    if wanted.act_year is not None:
        query = query.where(year == wanted.act_year)
    if wanted.act_number is not None:
        query = query.where(number == wanted.act_number)
    if wanted.after is not None:
        query = query.where(tuple_(year, number) < wanted.after)
    return list(await session.exec(query.order_by(year.desc(), number.desc()).limit(limit)))
