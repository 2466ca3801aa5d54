"""A row for every table that has none yet, whatever its columns are."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, MetaData, Uuid, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.db import Database, Moment

_VALUES: dict[type, Any] = {
    Uuid: uuid4,
    Moment: lambda: datetime(2026, 7, 20, 4, 30, 0, 123456, tzinfo=UTC),
    Date: lambda: date(2026, 7, 20),
    LargeBinary: lambda: b"\x00\xff\n",
    Boolean: lambda: True,
    Integer: lambda: 1,
    JSON: lambda: {"name": ["Ала-Тоо", None, 1]},
}


async def fill(database: Database, metadata: MetaData) -> None:
    """Those that are referred to come first."""
    async with database.transaction() as session:
        connection = await session.connection()
        for table in metadata.sorted_tables:
            if (await connection.execute(select(table).limit(1))).first() is None:
                values = {one.name: await _value(session, one) for one in table.columns}
                await connection.execute(table.insert().values(values))


async def empty(database: Database, metadata: MetaData) -> set[str]:
    """The names of tables without a row."""
    async with database.reading() as session:
        connection = await session.connection()
        return {
            table.name
            for table in metadata.sorted_tables
            if (await connection.execute(select(table).limit(1))).first() is None
        }


async def _value(session: AsyncSession, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        return (await (await session.connection()).execute(select(key.column).limit(1))).scalar()
    for kind, make in _VALUES.items():
        if isinstance(column.type, kind):
            return make()
    return "Ыңгайлуу"[: column.type.length or 8]  # type: ignore[attr-defined]
