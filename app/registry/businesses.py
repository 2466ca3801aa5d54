"""Inspected firms: one row per country and number; the name last entered is in force."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.ids import in_a_row
from app.registry.doubles.spelling import name_key, number_key
from app.registry.fields import NUMBERS
from app.registry.tables import Business

Number = tuple[str, str]  # one of NUMBERS, and what stands there

_TABLE: Any = Business.__table__  # type: ignore[attr-defined]


def number_of(business: Business) -> Number:
    """The one that it goes by."""
    return numbers_of(business)[0]


def numbers_of(business: Business) -> list[Number]:
    numbers = business.model_dump(include=set(NUMBERS))
    return [(kind, numbers[kind]) for kind in NUMBERS if numbers[kind]]


async def ids_of(
    session: AsyncSession, country: str, names: Mapping[Number, str]
) -> dict[Number, UUID]:
    """The business of every number in `names`; adds and renames as needed."""
    ids: dict[Number, UUID] = {}
    for kind in NUMBERS:
        of_kind = {number: name for (its_kind, number), name in names.items() if its_kind == kind}
        if of_kind:
            found = await _Businesses(session, country, kind).ids_of(of_kind)
            ids |= {(kind, number): identity for number, identity in found.items()}
    return ids


async def business_of(session: AsyncSession, country: str, number: Number) -> Business | None:
    kind, written = number
    its_number = Business.country == country, _TABLE.c[kind] == written
    return (await session.exec(select(Business).where(*its_number))).first()


async def numbered(session: AsyncSession, country: str, written: str) -> Business | None:
    """By a number of either kind."""
    for kind in NUMBERS:
        if found := await business_of(session, country, (kind, written)):
            return found
    return None


class _Businesses:
    """Those of a country, by one kind of number."""

    def __init__(self, session: AsyncSession, country: str, kind: str) -> None:
        self._session = session
        self._country = country
        self._kind = kind
        self._is_sqlite = session.get_bind().dialect.name == "sqlite"

    async def ids_of(self, names: Mapping[str, str]) -> dict[str, UUID]:
        known = await self._known(names)
        keys = in_a_row()
        entered: list[dict[str, Any]] = [
            {
                "id": next(keys),
                "country": self._country,
                self._kind: number,
                "name": name,
                "name_key": name_key(name),
                "number_key": number_key(number),
            }
            # In one order everywhere, or two imports at once could wait for each other.
            for number, name in sorted(names.items())
            if number not in known or known[number][1] != name
        ]
        if entered:
            await self._upsert(entered)
        ids: dict[str, UUID] = {row[self._kind]: row["id"] for row in entered}
        if ids and not self._is_sqlite:
            # Another import may have added some since they were looked for; SQLite has one writer.
            known |= await self._known(ids)
        return ids | {number: identity for number, (identity, _name) in known.items()}

    async def _known(self, numbers: Collection[str]) -> dict[str, tuple[UUID, str]]:
        number = _TABLE.c[self._kind]
        rows = await self._session.exec(
            select(number, col(Business.id), col(Business.name)).where(
                Business.country == self._country, number.in_(numbers)
            )
        )
        return {number: (identity, name) for number, identity, name in rows}

    async def _upsert(self, rows: list[dict[str, Any]]) -> None:
        insert: Any = sqlite.insert if self._is_sqlite else postgresql.insert
        statement = insert(_TABLE)
        await (await self._session.connection()).execute(
            statement.on_conflict_do_update(
                index_elements=["country", self._kind],
                set_={name: statement.excluded[name] for name in ("name", "name_key")},
            ),
            rows,
        )
