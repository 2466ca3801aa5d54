"""What the adversary holds: every byte of a database, as a copy of its files and logs.

A trace is a value that each row has: where it stands, which transaction wrote it, how long it is.
"""

import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import psycopg

from app.lib.db import Database

Traces = dict[str, Sequence[Any]]  # the trace's name -> one value per thing that was looked for

_NOWHERE = 1 << 60
_SEGMENT = 16 * 1024 * 1024  # bytes in a file of PostgreSQL's log


class Holding(Protocol):
    def traces(self, table: str, needles: Sequence[bytes]) -> Traces:
        """Of the row of the table that holds each of these bytes."""
        ...


def hold(database: Database, folder: Path, since: int) -> Holding:
    """`since`: the end of the log when it was held the last time."""
    return (
        SqliteHolding(database, folder) if database.is_sqlite else PostgresHolding(database, since)
    )


class SqliteHolding:
    """A copy of the file and its write-ahead log."""

    def __init__(self, database: Database, folder: Path) -> None:
        original = Path(database.engine.url.database or "")
        self._copy = folder / "copy.sqlite3"
        for ending in ("", "-wal"):
            shutil.copy(f"{original}{ending}", f"{self._copy}{ending}")
        self._file = self._copy.read_bytes()
        self._log = Path(f"{self._copy}-wal").read_bytes()

    def traces(self, table: str, needles: Sequence[bytes]) -> Traces:
        connection = sqlite3.connect(self._copy)
        rows = [_flat(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608
        connection.close()
        return _of_rows(rows, needles) | _of_bytes(self._file, self._log, needles)


class PostgresHolding:
    """The system columns of every row, the bytes of its table, and the write-ahead log."""

    def __init__(self, database: Database, since: int) -> None:
        self._address = _address(database)
        with psycopg.connect(self._address, autocommit=True) as connection:
            self._folder = Path(_one(connection, "SHOW data_directory"))
            self._log = _log(self._folder, since, log_end(database))
            connection.execute("CHECKPOINT")  # brings files up to date, and may recycle the log

    def traces(self, table: str, needles: Sequence[bytes]) -> Traces:
        with psycopg.connect(self._address) as connection:
            file = _one(connection, f"SELECT pg_relation_filepath('{table}')")
            query = f"SELECT ctid::text, xmin::text::bigint, t.* FROM {table} t"  # noqa: S608
            found = connection.execute(query.encode()).fetchall()
        rows = [_flat(row[2:]) for row in found]
        own = [found[_holding(rows, needle)] for needle in needles]
        system: Traces = {
            "ctid": [[int(part) for part in row[0].strip("()").split(",")] for row in own],
            "xmin": [row[1] for row in own],
        }
        in_bytes = _of_bytes((self._folder / file).read_bytes(), self._log, needles)
        return system | _of_rows(rows, needles) | in_bytes


def log_end(database: Database) -> int:
    """How many bytes PostgreSQL has ever written to its log; SQLite's log is copied whole."""
    if database.is_sqlite:
        return 0
    with psycopg.connect(_address(database)) as connection:
        return int(_one(connection, "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))


def _log(folder: Path, since: int, until: int) -> bytes:
    first, last = since // _SEGMENT, until // _SEGMENT
    names = [f"00000001{n // 256:08X}{n % 256:08X}" for n in range(first, last + 1)]
    segments = b"".join((folder / "pg_wal" / name).read_bytes() for name in names)
    return segments[since - first * _SEGMENT : until - first * _SEGMENT]


def _of_rows(rows: Sequence[bytes], needles: Sequence[bytes]) -> Traces:
    places = [_holding(rows, needle) for needle in needles]
    return {
        "place in the table": places,
        "length": [len(rows[place]) for place in places],
        "first bytes": [rows[place][:16] for place in places],
    }


def _of_bytes(file: bytes, log: bytes, needles: Sequence[bytes]) -> Traces:
    return {
        "place in the file": [_place(file, needle) for needle in needles],
        "place in the log": [_place(log, needle) for needle in needles],
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


def _holding(rows: Sequence[bytes], needle: bytes) -> int:
    return next(place for place, row in enumerate(rows) if needle in row)


def _place(content: bytes, needle: bytes) -> int:
    place = content.find(needle)
    return _NOWHERE if place < 0 else place
