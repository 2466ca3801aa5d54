"""A dry run: what an import would do with each record, without writing any.

What has come before in the same file is remembered in a database of its own, which the machine
keeps in memory or on disk as it fits, and which is gone with the run.
"""

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b

from app.lib.errors import Invalid
from app.registry.records import Record
from app.registry.storing import Stored

_RANDOM = {"email"}  # sealed anew each time; its fingerprint stands beside it


class Rehearsal:
    def __init__(self) -> None:
        self._seen = sqlite3.connect("")
        self._seen.execute(
            "CREATE TABLE seen (year INT, number TEXT, digest BLOB, PRIMARY KEY (year, number))"
            " WITHOUT ROWID"
        )

    def close(self) -> None:
        self._seen.close()

    def outcomes(
        self, records: Sequence[Record], foreseen: Sequence[Stored | Invalid]
    ) -> list[Stored | Invalid]:
        """`foreseen` is from what is on record; an act that stood before in the file is on it."""
        return [self._outcome(*pair) for pair in zip(records, foreseen, strict=True)]

    def _outcome(self, record: Record, foreseen: Stored | Invalid) -> Stored | Invalid:
        if isinstance(foreseen, Invalid):
            return foreseen
        digest = _digest(record)
        select = "SELECT digest FROM seen WHERE year = ? AND number = ?"
        before = self._seen.execute(select, record.key).fetchone()
        insert = "INSERT OR REPLACE INTO seen VALUES (?, ?, ?)"
        self._seen.execute(insert, (*record.key, digest))
        if before is None:
            return foreseen
        return "unchanged" if before[0] == digest else "changed"


def _digest(record: Record) -> bytes:
    columns = sorted((name, it) for name, it in record.columns.items() if name not in _RANDOM)
    return blake2b(repr((columns, record.number)).encode(), digest_size=16).digest()
