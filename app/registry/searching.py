"""Looking through the records of an inspectorate, the newest acts first."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.quarters import Quarter
from app.registry.owning import Owner
from app.registry.tables import Business, Inspection

Found = tuple[Inspection, Business]


async def search(
    session: AsyncSession,
    inspectorate_id: UUID,
    owner: Owner,
    words: str = "",
    *which: ColumnElement[bool],
    skip: int = 0,
    limit: int = 25,
) -> Sequence[Found]:
    """The owner's acts, among those of `which`, whose number begins with `words`, or whose business
    bears them as name, tax number or licence number.
    """
    query = (
        select(Inspection, Business)
        .join(Business, col(Business.id) == col(Inspection.business_id))
        .where(Inspection.inspectorate_id == inspectorate_id, owner.condition(), *which)
    )
    if words:
        query = query.where(
            or_(
                col(Inspection.act_number).startswith(words, autoescape=True),
                col(Business.tax_number) == words,
                col(Business.licence_number) == words,
                *(col(Business.name).contains(one, autoescape=True) for one in spellings(words)),
            )
        )
    newest = (col(Inspection.act_date).desc(), col(Inspection.act_number).desc())
    found = await session.exec(
        query.order_by(*newest, col(Inspection.id)).offset(skip).limit(limit)
    )
    return found.all()


async def one(session: AsyncSession, inspection_id: UUID) -> Found | None:
    query = (
        select(Inspection, Business)
        .join(Business, col(Business.id) == col(Inspection.business_id))
        .where(Inspection.id == inspection_id)
    )
    return (await session.exec(query)).first()


async def quarters(session: AsyncSession, inspectorate_id: UUID) -> list[Quarter]:
    """Those with inspections on record, the newest first.

    One look into the index for each quarter: DISTINCT would walk through all its inspections.
    """
    newest = select(func.max(Inspection.quarter).label("quarter")).where(
        Inspection.inspectorate_id == inspectorate_id
    )
    found = newest.cte("found", recursive=True)
    before = newest.where(Inspection.quarter < found.c.quarter).scalar_subquery()
    found = found.union_all(select(before).where(found.c.quarter.is_not(None)))
    written = await session.exec(select(found.c.quarter).where(found.c.quarter.is_not(None)))
    return [Quarter.parse(quarter) for quarter in written]


def spellings(words: str) -> set[str]:
    """SQLite folds the case of ASCII letters only, and most of these names are Cyrillic."""
    return {words, words.lower(), words.upper(), words.capitalize(), words.title()}
