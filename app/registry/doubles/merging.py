"""Merging a business into another, and undoing it: exactly, however much came in meanwhile.

An act knows under which row its number stands, where that is not the row it belongs to: so undoing
also takes along what was entered under the old number after the merge.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, null, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import AlreadyDone, Invalid, NotFound
from app.lib.i18n import gettext as _
from app.registry.doubles.tables import Dismissal, Merge
from app.registry.tables import Business, Inspection, Inspectorate


@dataclass(frozen=True)
class By:
    """Who does it, and when; None: the operator at the machine."""

    person_id: UUID | None
    at: datetime


async def merge(session: AsyncSession, business_id: UUID, kept_id: UUID, by: By) -> Merge:
    """The acts of one now belong to the other. Doing it twice is doing it once.

    Raises NotFound, Invalid (not two businesses of one country), AlreadyDone where one of them has
    been merged otherwise in the meantime.
    """
    business, kept = await _business(session, business_id), await _business(session, kept_id)
    if business.id == kept.id or business.country != kept.country:
        fault = _("Choose another business of the same country.")
        raise Invalid({"number": fault})
    await alone(session, business.country)
    known = await merge_of(session, business.id)
    if known and known.kept_id == kept.id:
        return known
    if known or await merge_of(session, kept.id):
        raise AlreadyDone
    merged = Merge(
        business_id=business.id,
        kept_id=kept.id,
        now_id=kept.id,
        name=business.name,
        tax_number=business.tax_number,
        licence_number=business.licence_number,
        acts=await _move(session, business, kept),
        merged_at=by.at,
        merged_by=by.person_id,
    )
    session.add(merged)
    await _are_not_two(session, (business.id, kept.id), by)
    await session.flush()
    return merged


async def unmerge(session: AsyncSession, business_id: UUID, by: By) -> Merge:
    """Everything entered under its numbers is its own again. AlreadyDone if it is not merged."""
    business = await _business(session, business_id)
    await alone(session, business.country)
    merged = await merge_of(session, business.id)
    if merged is None:
        raise AlreadyDone
    below = await _below(session, business.id)
    entered_as = col(Inspection.entered_as_id)
    own = case((entered_as == business.id, null()), else_=entered_as)
    await session.exec(
        update(Inspection)
        .where(entered_as.in_([business.id, *below]))
        .values(business_id=business.id, entered_as_id=own)
        .execution_options(synchronize_session=False)
    )
    await _stand_now(session, below, business.id)
    merged.undone_at, merged.undone_by = by.at, by.person_id
    session.add(merged)
    return merged


async def merge_of(session: AsyncSession, business_id: UUID) -> Merge | None:
    """The one in force."""
    query = select(Merge).where(Merge.business_id == business_id, col(Merge.undone_at).is_(None))
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def merges_into(session: AsyncSession, business_id: UUID) -> Sequence[Merge]:
    """In force: into this one itself, the newest first."""
    query = select(Merge).where(Merge.kept_id == business_id, col(Merge.undone_at).is_(None))
    return (await session.exec(query.order_by(col(Merge.merged_at).desc()))).all()


async def alone(session: AsyncSession, country: str) -> None:
    """Nothing is entered, and nothing else merged, before this commits: registry/storing.py takes
    the lock of its inspectorate first. SQLite has one writer.
    """
    await session.exec(
        select(Inspectorate.id)
        .where(Inspectorate.country == country)
        .order_by(col(Inspectorate.id))
        .with_for_update(key_share=True)
    )


async def _business(session: AsyncSession, business_id: UUID) -> Business:
    found = await session.get(Business, business_id)
    if found is None:
        raise NotFound
    return found


async def _are_not_two(session: AsyncSession, pair: tuple[UUID, UUID], by: By) -> None:
    """Whoever said so (dismissing.py) has been overruled."""
    of_pair = col(Dismissal.one_id).in_(pair), col(Dismissal.other_id).in_(pair)
    await session.exec(
        update(Dismissal)
        .where(*of_pair, col(Dismissal.undone_at).is_(None))
        .values(undone_at=by.at, undone_by=by.person_id)
        .execution_options(synchronize_session=False)
    )


async def _move(session: AsyncSession, business: Business, kept: Business) -> int:
    moving = (
        update(Inspection)
        .where(col(Inspection.business_id) == business.id)
        .values(
            entered_as_id=func.coalesce(col(Inspection.entered_as_id), business.id),
            business_id=kept.id,
        )
        .execution_options(synchronize_session=False)
    )
    await _stand_now(session, await _below(session, business.id), kept.id)
    return (await session.exec(moving)).rowcount


async def _below(session: AsyncSession, business_id: UUID) -> set[UUID]:
    """What was merged into it, and into that in its turn."""
    found: set[UUID] = set()
    newest = {business_id}
    while newest:
        query = select(Merge.business_id).where(
            col(Merge.kept_id).in_(newest), col(Merge.undone_at).is_(None)
        )
        newest = set(await session.exec(query))
        found |= newest
    return found


async def _stand_now(session: AsyncSession, ids: Collection[UUID], now_id: UUID) -> None:
    await session.exec(
        update(Merge)
        .where(col(Merge.business_id).in_(ids), col(Merge.undone_at).is_(None))
        .values(now_id=now_id)
        .execution_options(synchronize_session=False)
    )
