"""What the adversary holds: every byte of a database, its files, its log and its rows.

A trace is a value that each row has: where it stands, which transaction wrote it, how long it is,
and what stands in its columns.
"""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

import psycopg

from app.lib.db import Database
from tests.privacy.bytes_of import tables_of

Traces = dict[str, Sequence[Any]]  # the trace's name -> one value per thing that was looked for

_NOWHERE = 1 << 60
_SEGMENT = 16 * 1024 * 1024  # bytes in a file of PostgreSQL's log
_BETWEEN = b"\0\xff\0"  # two rows


@dataclass(frozen=True)
class Row:
    """As it stands: its place, all its bytes, and what is in its columns, the system's too."""

    place: int
    flat: bytes
    values: tuple[tuple[str, Any], ...]


class Holding(Protocol):
    def traces(
        self, table: str, needles: Sequence[bytes], raw: Sequence[bytes] | None = None
    ) -> Traces:
        """Of the rows that hold these bytes, as text; `raw` is how files have them, if not so."""
        ...

    def rows(self, table: str) -> Sequence[Row]:
        """All of a table, in the order in which the database has them."""
        ...

    def files(self) -> bytes:
        """With pages that were freed."""
        ...

    @property
    def log(self) -> bytes:
        """What is in the write-ahead log, on PostgreSQL since the last time."""
        ...


def hold(database: Database, since: int) -> Holding:
    """`since`: the end of the log when it was held the last time."""
    return SqliteHolding(database) if database.is_sqlite else PostgresHolding(database, since)


class SqliteHolding:
    """The file and its write-ahead log as they are now."""

    def __init__(self, database: Database) -> None:
        path = Path(database.engine.url.database or "")
        self._address = f"{path.as_uri()}?mode=ro"
        self._file = path.read_bytes()
        log = Path(f"{path}-wal")
        self.log = log.read_bytes() if log.exists() else b""

    def traces(
        self, table: str, needles: Sequence[bytes], raw: Sequence[bytes] | None = None
    ) -> Traces:
        names, rows = self._select(table)
        return _of_rows(names, rows, needles)[1] | _of_bytes(self._file, self.log, raw or needles)

    def rows(self, table: str) -> Sequence[Row]:
        return _rows(*self._select(table))

    def files(self) -> bytes:
        return self._file

    def _select(self, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        connection = sqlite3.connect(self._address, uri=True)
        cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        connection.close()  # else the log could not be cut
        return names, rows


class PostgresHolding:
    """The system columns of every row, the bytes of its table, and the write-ahead log."""

    def __init__(self, database: Database, since: int) -> None:
        self._database = database
        self._address = _address(database)
        with psycopg.connect(self._address, autocommit=True) as connection:
            self._folder = Path(_one(connection, "SHOW data_directory"))
            self.log = _log(self._folder, since, _log_end(connection))
            connection.execute("CHECKPOINT")  # brings files up to date, and may recycle the log

    def traces(
        self, table: str, needles: Sequence[bytes], raw: Sequence[bytes] | None = None
    ) -> Traces:
        with psycopg.connect(self._address) as connection:
            file = _one(connection, f"SELECT pg_relation_filepath('{table}')")
        names, found = self._select(table)
        places, of_rows = _of_rows(names[2:], [row[2:] for row in found], needles)
        system: Traces = {
            "ctid": [[int(part) for part in found[at][0].strip("()").split(",")] for at in places],
            "xmin": [found[at][1] for at in places],
        }
        content = (self._folder / file).read_bytes()
        return system | of_rows | _of_bytes(content, self.log, raw or needles)

    def rows(self, table: str) -> Sequence[Row]:
        return _rows(*self._select(table))

    def files(self) -> bytes:
        return b"".join(path.read_bytes() for path in tables_of(self._database))

    def _select(self, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Before the columns, where each row stands and the transaction that wrote it."""
        with psycopg.connect(self._address) as connection:
            query = f"SELECT ctid::text, xmin::text::bigint AS xmin, t.* FROM {table} t"  # noqa: S608
            cursor = connection.execute(query.encode())
            return [column.name for column in cursor.description or ()], cursor.fetchall()


def log_end(database: Database) -> int:
    """How many bytes PostgreSQL has ever written to its log; SQLite's log is read whole."""
    if database.is_sqlite:
        return 0
    with psycopg.connect(_address(database)) as connection:
        return _log_end(connection)


def places(content: bytes, needles: Iterable[bytes]) -> list[int]:
    """Where they stand first; what does not, stands behind everything."""
    found = [content.find(needle) for needle in needles]
    return [_NOWHERE if place < 0 else place for place in found]


def sortable(value: Any) -> tuple[int, Any]:
    """Values of all types have an order; of bytes their beginning is enough."""
    if value is None:
        return 0, 0
    if isinstance(value, bytes):
        return 3, value[:16]
    return (1, value) if isinstance(value, int | float) else (2, str(value))


def _log_end(connection: psycopg.Connection[Any]) -> int:
    return int(_one(connection, "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))


def _log(folder: Path, since: int, until: int) -> bytes:
    first, last = since // _SEGMENT, until // _SEGMENT
    names = [f"00000001{n // 256:08X}{n % 256:08X}" for n in range(first, last + 1)]
    segments = b"".join((folder / "pg_wal" / name).read_bytes() for name in names)
    return segments[since - first * _SEGMENT : until - first * _SEGMENT]


def _of_rows(
    names: Sequence[str], rows: Sequence[Sequence[Any]], needles: Sequence[bytes]
) -> tuple[list[int], Traces]:
    """Which rows they stand in, and the traces of these."""
    flat = [_flat(row) for row in rows]
    starts = [0, *accumulate(len(row) + len(_BETWEEN) for row in flat)]
    found = places(_BETWEEN.join(flat), needles)
    at = [bisect_right(starts, place) - 1 for place in found]
    traces: Traces = {"place in the table": at, "length": [len(flat[place]) for place in at]}
    own = [dict(_values(names, rows[place])) for place in at]
    columns = sorted({name for values in own for name in values})
    return at, traces | {name: [values.get(name, (0, 0)) for values in own] for name in columns}


def _rows(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
    return [Row(n, _flat(row), tuple(_values(names, row))) for n, row in enumerate(rows)]


def _values(names: Sequence[str], row: Sequence[Any]) -> Iterable[tuple[str, Any]]:
    """Every column, and every member of those that hold JSON."""
    for name, value in zip(names, row, strict=True):
        read = json.loads(value) if isinstance(value, str) and value[:2] == '{"' else value
        if isinstance(read, dict):
            yield from ((f"{name}.{key}", sortable(member)) for key, member in read.items())
        else:
            yield name, sortable(read)


def _of_bytes(file: bytes, log: bytes, needles: Sequence[bytes]) -> Traces:
    return {
        "place in the file": places(file, needles),
        "last place in the file": [file.rfind(needle) for needle in needles],
        "place in the log": places(log, needles),
        "last place in the log": [log.rfind(needle) for needle in needles],
    }


def _address(database: Database) -> str:
    return database.url.replace("+asyncpg", "")


def _one(connection: psycopg.Connection[Any], query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    assert row
    return str(row[0])


def _flat(row: Sequence[Any]) -> bytes:
    values = (value if isinstance(value, bytes) else str(value).encode() for value in row)
    return b"\0".join(values)
