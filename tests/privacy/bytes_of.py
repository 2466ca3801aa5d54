"""Every byte an installation has on the disk, to be searched for what must not be there."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg

from app.lib.db import Database


def found(needles: Iterable[bytes], *places: Iterable[Path]) -> set[bytes]:
    """Those needles that stand in some file."""
    wanted = set(needles)
    seen: set[bytes] = set()
    for place in places:
        for path in place:
            content = path.read_bytes()
            seen |= {needle for needle in wanted - seen if needle in content}
    return seen


def files_in(folder: Path) -> list[Path]:
    """Keys, batches, sites; on SQLite the databases and their logs too."""
    return [path for path in folder.rglob("*") if path.is_file()]


def tables_of(database: Database) -> Iterator[Path]:
    """PostgreSQL's files of this database, as they are after a checkpoint. Its log is not among
    them: what was written stays there until the server recycles it, and in archives for ever.
    """
    if database.is_sqlite:
        return
    with psycopg.connect(database.url.replace("+asyncpg", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        query = "SELECT current_setting('data_directory'), oid FROM pg_database"
        row = connection.execute(f"{query} WHERE datname = current_database()".encode()).fetchone()
    assert row
    yield from files_in(Path(row[0]) / "base" / str(row[1]))
