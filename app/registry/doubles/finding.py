"""Businesses that are likely to be one: two rows, and why they are thought to be the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.doubles.spelling import is_slip
from app.registry.doubles.tables import Dismissal, Merge
from app.registry.tables import Business, Inspection

Pair = tuple[Business, Business]

_AT_ONCE = 200  # pairs whose acts are looked up together
_MOST_ALIKE = 50


class Why(StrEnum):
    NUMBER = "number"  # written differently, or once as a licence number
    NAME = "name"  # in the same region, and one of them has no tax number
    SLIP = "slip"  # the same name in the same region, and tax numbers a slip of the pen apart


@dataclass
class Row:
    business: Business
    acts: int = 0
    regions: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Double:
    """`kept` is the one that should stay: with a tax number, or else with more acts."""

    why: Why
    kept: Row
    other: Row


async def doubles(session: AsyncSession, limit: int) -> list[Double]:
    """The first `limit`, those of the same number first; none that were said to be two."""
    two = await _said_to_be_two(session)
    pairs = await _pairs(session, col(Business.number_key), lambda _pair: True)
    pairs += await _pairs(session, col(Business.name_key), _may_be_one)
    pairs = [pair for pair in pairs if frozenset(one.id for one in pair) not in two]
    found: list[Double] = []
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs[start : start + _AT_ONCE]
        rows = await _rows(session, {one.id: one for pair in some for one in pair})
        judged = (_double(rows[one.id], rows[other.id]) for one, other in some)
        found += [double for double in judged if double and double not in found]
        if len(found) >= limit:
            break
    return found[:limit]


async def _said_to_be_two(session: AsyncSession) -> set[frozenset[UUID]]:
    in_force = col(Dismissal.undone_at).is_(None)
    rows = await session.exec(select(Dismissal.one_id, Dismissal.other_id).where(in_force))
    return {frozenset(pair) for pair in rows}


async def _pairs(session: AsyncSession, key: Any, may_be_one: Callable[[Pair], bool]) -> list[Pair]:
    """Those of one country that have the same key. A name that very many bear tells nothing."""
    shared = (
        select(col(Business.country), key)
        .where(_not_merged())
        .group_by(col(Business.country), key)
        .having(func.count().between(2, _MOST_ALIKE))
        .subquery()
    )
    alike = await session.exec(
        select(Business)
        .join(shared, (shared.c.country == Business.country) & (shared.c[key.key] == key))
        .where(_not_merged())
        .order_by(col(Business.country), key, col(Business.id))
    )
    groups = groupby(alike, lambda one: (one.country, getattr(one, key.key)))
    return [pair for _key, group in groups for pair in combinations(group, 2) if may_be_one(pair)]


def _may_be_one(pair: Pair) -> bool:
    """By their numbers, where the names are the same."""
    one, other = (business.tax_number for business in pair)
    return not one or not other or is_slip(one, other)


def _double(one: Row, other: Row) -> Double | None:
    why = _why(one, other)
    if why is None:
        return None
    kept, merged = sorted((one, other), key=lambda row: (not row.business.tax_number, -row.acts))
    return Double(why, kept, merged)


def _why(one: Row, other: Row) -> Why | None:
    left, right = one.business, other.business
    if left.number_key == right.number_key:
        return Why.NUMBER
    if not one.regions & other.regions:
        return None
    return Why.SLIP if left.tax_number and right.tax_number else Why.NAME


async def _rows(session: AsyncSession, businesses: Mapping[UUID, Business]) -> dict[UUID, Row]:
    rows = {key: Row(business) for key, business in businesses.items()}
    acts = await session.exec(
        select(Inspection.business_id, Inspection.region, func.count())
        .where(col(Inspection.business_id).in_(rows))
        .group_by(col(Inspection.business_id), col(Inspection.region))
    )
    for business_id, region, count in acts:
        rows[business_id].acts += count
        rows[business_id].regions.add(region)
    return rows


def _not_merged() -> ColumnElement[bool]:
    return ~exists().where(
        col(Merge.business_id) == col(Business.id), col(Merge.undone_at).is_(None)
    )
