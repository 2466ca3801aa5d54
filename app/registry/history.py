"""What is on record about a business over all years, as far as the reader may see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, extract, func, true
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.doubles.tables import Merge
from app.registry.searching import spellings
from app.registry.tables import Business, Inspection, Inspectorate

NEWEST = 200  # acts in a history; the counts are of all
MOST_INSPECTED = 25  # businesses in that list


@dataclass(frozen=True)
class Seen:
    """A business, how many acts of it the reader may see, and the day of the newest."""

    business: Business
    acts: int
    newest: date


@dataclass(frozen=True)
class Reader:
    """Of the acts of these inspectorates; None: of all."""

    inspectorates: Collection[UUID] | None

    def may_see(self) -> ColumnElement[bool]:
        if self.inspectorates is None:
            return true()
        return col(Inspection.inspectorate_id).in_(self.inspectorates)


async def find(
    session: AsyncSession, reader: Reader, words: str, *, skip: int, limit: int
) -> Sequence[Seen]:
    """By number, also that of a business merged into it, or by a part of the name."""
    named = (col(Business.name).contains(one, autoescape=True) for one in spellings(words))
    in_force = and_(col(Merge.business_id) == col(Business.id), col(Merge.undone_at).is_(None))
    matching = (
        select(func.coalesce(col(Merge.now_id), col(Business.id)))
        .select_from(Business)
        .outerjoin(Merge, in_force)
        .where(
            or_(col(Business.tax_number) == words, col(Business.licence_number) == words, *named)
        )
    )
    page = (
        select(Business.id)
        .where(
            col(Business.id).in_(matching),
            exists().where(col(Inspection.business_id) == col(Business.id), reader.may_see()),
        )
        .order_by(col(Business.name), col(Business.id))
        .offset(skip)
        .limit(limit)
    )
    ids = list(await session.exec(page))
    return sorted(
        await _seen(session, reader, col(Business.id).in_(ids)),
        key=lambda seen: ids.index(seen.business.id),
    )


async def most_inspected(session: AsyncSession, reader: Reader, year: int) -> Sequence[Seen]:
    """Of the year of the act date: those with at least two, the most burdened first."""
    of_year = col(Inspection.act_date).between(date(year, 1, 1), date(year, 12, 31))
    found = await _seen(session, reader, of_year, least=2)
    return sorted(found, key=lambda seen: (-seen.acts, seen.business.name))


async def acts_of(
    session: AsyncSession, reader: Reader, business_id: UUID
) -> Sequence[tuple[Inspection, Inspectorate]]:
    """The newest first."""
    found = await session.exec(
        select(Inspection, Inspectorate)
        .join(Inspectorate, col(Inspectorate.id) == col(Inspection.inspectorate_id))
        .where(Inspection.business_id == business_id, reader.may_see())
        .order_by(col(Inspection.act_date).desc(), col(Inspection.id))
        .limit(NEWEST)
    )
    return found.all()


async def by_year(session: AsyncSession, reader: Reader, business_id: UUID) -> dict[int, int]:
    """Acts by the year of their date, the newest first: the burden on the business."""
    year = extract("year", col(Inspection.act_date))
    found = await session.exec(
        select(year, func.count())
        .where(Inspection.business_id == business_id, reader.may_see())
        .group_by(year)
        .order_by(year.desc())
    )
    return {int(year): count for year, count in found}


async def _seen(
    session: AsyncSession, reader: Reader, among: ColumnElement[bool], least: int = 1
) -> list[Seen]:
    acts = func.count()
    counted = (
        select(
            Inspection.business_id,
            acts.label("acts"),
            func.max(Inspection.act_date).label("newest"),
        )
        .join(Business, col(Business.id) == col(Inspection.business_id))
        .where(among, reader.may_see())
        .group_by(col(Inspection.business_id))
        .having(acts >= least)
        .order_by(acts.desc())
        .limit(MOST_INSPECTED)
        .subquery()
    )
    rows = await session.exec(
        select(Business, counted.c.acts, counted.c.newest).join(
            counted, counted.c.business_id == Business.id
        )
    )
    return [Seen(*row) for row in rows]
