"""A business that is named by its tax number and its licence number at once: one row, both kept,
found by either from then on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.registry.businesses import Number, numbers_of
from app.registry.doubles.spelling import number_key
from app.registry.doubles.tables import Merge
from app.registry.records import Key, Pair, Record
from app.registry.tables import Business

_TABLE: Any = Business.__table__  # type: ignore[attr-defined]
_ADD_TAX_NUMBER = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("known_id"), _TABLE.c.tax_number.is_(None))
    .values(tax_number=bindparam("tax"), number_key=bindparam("key"))
)
_ADD_LICENCE_NUMBER = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("known_id"), _TABLE.c.licence_number.is_(None))
    .values(licence_number=bindparam("licence"))
)


@dataclass(frozen=True)
class _Row:
    id: UUID
    belongs_to: UUID  # the one that it was merged into, or itself
    tax_number: str | None  # of that one
    licence_number: str | None


async def by_one_number(
    session: AsyncSession, country: str, records: Sequence[Record]
) -> tuple[Sequence[Record], dict[Key, Invalid]]:
    """The records, each by the number under which its business stands or is going to; and those
    whose two numbers are of two businesses.
    """
    pairs = [record.pair for record in records if record.pair]
    if not pairs:
        return records, {}
    known = await _known(session, country, pairs)
    taken: dict[str, str] = {}  # whose licence number it is among these records
    stands_as: dict[Number, Number] = {}
    faults: dict[Key, Invalid] = {}
    paired: list[Record] = []
    for record in records:
        if record.pair:
            tax, licence = ("tax_number", record.pair[0]), ("licence_number", record.pair[1])
            mine, other = known.get(tax), known.get(licence)
            if taken.setdefault(licence[1], tax[1]) != tax[1] or _are_two(tax[1], mine, other):
                faults[record.key] = Invalid({"licence_number": _two_words()})
            elif other and not mine:
                stands_as[tax] = licence
            elif _takes(mine, licence[1]):
                stands_as[licence] = tax
            if mine and other and mine.id != other.id:
                record = replace(record, pair=None)
        paired.append(record)
    return [replace(it, number=stands_as.get(it.number, it.number)) for it in paired], faults


async def keep_both(
    session: AsyncSession, records: Sequence[Record], businesses: Mapping[Number, UUID]
) -> None:
    """A number that a row has already stays: of several licence numbers the first is kept."""
    pairs = {
        record.entered_as_id or businesses[record.number]: record.pair
        for record in reversed(records)
        if record.pair
    }
    if pairs:
        rows = [
            {"known_id": key, "tax": tax, "key": number_key(tax), "licence": licence}
            for key, (tax, licence) in pairs.items()
        ]
        connection = await session.connection()
        await connection.execute(_ADD_TAX_NUMBER, rows)
        await connection.execute(_ADD_LICENCE_NUMBER, rows)


def _are_two(tax: str, mine: _Row | None, other: _Row | None) -> bool:
    if other is None:
        return False
    if mine is None:
        return other.tax_number not in (None, tax)
    return mine.belongs_to != other.belongs_to


def _takes(mine: _Row | None, licence: str) -> bool:
    return mine is None or mine.licence_number in (None, licence)


def _two_words() -> str:
    return _(
        "On record the two numbers are of two businesses. If they are one, ask an administrator to"
        " merge them; otherwise correct the number that is wrong."
    )


async def _known(session: AsyncSession, country: str, pairs: Sequence[Pair]) -> dict[Number, _Row]:
    kept = aliased(Business)
    taxes, licences = ([pair[place] for pair in pairs] for place in (0, 1))
    rows = await session.exec(
        select(Business, func.coalesce(Merge.now_id, Business.id), kept.tax_number)
        .outerjoin(
            Merge, (col(Merge.business_id) == col(Business.id)) & col(Merge.undone_at).is_(None)
        )
        .outerjoin(kept, col(kept.id) == col(Merge.now_id))
        .where(
            Business.country == country,
            or_(col(Business.tax_number).in_(taxes), col(Business.licence_number).in_(licences)),
        )
    )
    known: dict[Number, _Row] = {}
    for business, belongs_to, tax_of_kept in rows:
        tax = tax_of_kept or business.tax_number
        row = _Row(business.id, belongs_to, tax, business.licence_number)
        known |= dict.fromkeys(numbers_of(business), row)
    return known
