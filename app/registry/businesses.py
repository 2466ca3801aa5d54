"""Inspected firms: one row per country and tax number; the name last entered is in force."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.ids import in_a_row
from app.registry.tables import Business


async def ids_of(session: AsyncSession, country: str, names: Mapping[str, str]) -> dict[str, UUID]:
    """Tax number -> id, for every tax number in `names`; adds and renames as needed."""
    known = await _known(session, country, names)
    keys = in_a_row()
    entered: list[dict[str, Any]] = [
        {"id": next(keys), "country": country, "tax_number": number, "name": name}
        # In one order everywhere, or two imports at once could wait for each other.
        for number, name in sorted(names.items())
        if number not in known or known[number][1] != name
    ]
    if entered:
        await _upsert(session, entered)
    ids: dict[str, UUID] = {row["tax_number"]: row["id"] for row in entered}
    if ids and not _is_sqlite(session):
        # Another import may have added some since they were looked for; SQLite has one writer.
        known |= await _known(session, country, ids)
    return ids | {number: identity for number, (identity, _name) in known.items()}


async def _known(
    session: AsyncSession, country: str, numbers: Collection[str]
) -> dict[str, tuple[UUID, str]]:
    rows = await session.exec(
        select(Business.tax_number, Business.id, Business.name).where(
            Business.country == country, col(Business.tax_number).in_(numbers)
        )
    )
    return {number: (identity, name) for number, identity, name in rows}


async def _upsert(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    insert: Any = sqlite.insert if _is_sqlite(session) else postgresql.insert
    statement = insert(Business.__table__)  # type: ignore[attr-defined]
    await (await session.connection()).execute(
        statement.on_conflict_do_update(
            index_elements=["country", "tax_number"], set_={"name": statement.excluded.name}
        ),
        rows,
    )


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
