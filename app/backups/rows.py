"""A table as lines of JSON, sorted by its key: the same bytes from either engine.

Neither the order in which rows came nor what was deleted gets into a backup, as it would with a
copy of the database's files.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    Table,
    Uuid,
    insert,
    select,
)
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.sqltypes import AutoString

from app.backups.files import create
from app.lib.db import Moment

Row: TypeAlias = tuple[Any, ...]
Advance: TypeAlias = Callable[[int], None]  # by so many rows
Tell: TypeAlias = Callable[[str, int], None]  # what is at work, and how many rows more are done

_AT_ONCE = 1000  # rows
_TYPES: dict[type, Any] = {
    Uuid: UUID,
    Moment: datetime,
    Date: date,
    LargeBinary: bytes,
    AutoString: str,
    Integer: int,
    Boolean: bool,
    JSON: Any,
}


class Unfitting(ValueError):
    """A line is no row of its table."""


def silently(_what: str, _rows: int) -> None:
    pass


async def write_rows(session: AsyncSession, table: Table, path: Path, advance: Advance) -> int:
    """How many rows; the file is durable on return."""
    count = 0
    with create(path) as file:
        async for rows in _rows(session, table):
            file.write(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
            count += len(rows)
            advance(len(rows))
    return count


async def load_rows(session: AsyncSession, table: Table, path: Path, advance: Advance) -> int:
    """How many rows. Raises Unfitting."""
    names = [column.name for column in table.columns]
    connection = await session.connection()
    count = 0
    for rows in _read(path, table):
        await connection.execute(
            insert(table), [dict(zip(names, row, strict=True)) for row in rows]
        )
        count += len(rows)
        advance(len(rows))
    return count


async def _rows(session: AsyncSession, table: Table) -> AsyncIterator[Sequence[Row]]:
    connection = await session.connection()
    collation = "BINARY" if connection.dialect.name == "sqlite" else "C"
    key = [_sorted(column, collation) for column in table.primary_key.columns]
    stream = await connection.stream(select(table).order_by(*key))
    async for rows in stream.partitions(_AT_ONCE):
        yield [tuple(row) for row in rows]


def _sorted(column: Column[Any], collation: str) -> Any:
    return column.collate(collation) if isinstance(column.type, AutoString) else column


def _read(path: Path, table: Table) -> Iterator[Sequence[Row]]:
    decoder = msgspec.json.Decoder(tuple[tuple(_type(column) for column in table.columns)])  # type: ignore[misc]
    rows: list[Row] = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                rows.append(decoder.decode(line))
            except msgspec.DecodeError as error:
                raise Unfitting(f"{path.name}, line {number}: {error}") from error
            if len(rows) == _AT_ONCE:
                yield rows
                rows = []
    if rows:
        yield rows


def _type(column: Column[Any]) -> Any:
    plain = next(own for kind, own in _TYPES.items() if isinstance(column.type, kind))
    return plain | None if column.nullable else plain
