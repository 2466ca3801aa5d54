"""A register from a file: good rows are kept, every other row is named with its remedy.

A hot path: rows are streamed, checked and sealed outside any transaction, and stored five hundred
at a time by set-based statements. Memory does not grow with the file. Opening, reading and checking
happen in a thread: the loop is free for whatever else its process does, such as letters.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.lib import clock
from app.lib.dates import local_day
from app.lib.db import Database
from app.lib.errors import Invalid
from app.registry.addresses import Addresses
from app.registry.changing import Letters
from app.registry.countries import zone
from app.registry.fields import from_text
from app.registry.importing.column_map import ColumnMap
from app.registry.importing.opening import open_rows
from app.registry.importing.reading import Reader, reader
from app.registry.importing.rehearsing import Rehearsal
from app.registry.importing.report import Refusal, Report
from app.registry.importing.rows import Broken, Row, Rows
from app.registry.records import Key, Record, prepare
from app.registry.rules import faults_in
from app.registry.storing import Entry, Stored, foresee, store
from app.registry.tables import Inspectorate

BATCH = 500  # rows in a transaction: on SQLite some 40 ms, in which no other can write

Progress = Callable[[int, int], None]  # bytes done, bytes in all
Read = tuple[Row, Record]


async def import_file(
    database: Database,
    addresses: Addresses,
    inspectorate: Inspectorate,
    path: Path,
    *,
    letters: Letters,
    column_map: ColumnMap | None = None,
    sheet: str | None = None,
    is_rehearsal: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Unreadable if nothing of the file can be taken. Importing it again adds nothing.

    Every five hundred rows are a transaction of their own: what an interruption leaves undone, the
    next import of the same file does. A rehearsal writes nothing.
    """
    now = clock.now()
    keeping = _Keeping(database, Entry(inspectorate, at=now), letters)
    sheet = sheet or (column_map.sheet if column_map else None)
    opened = await asyncio.to_thread(open_rows, path, sheet)
    with opened as rows, closing(Rehearsal()) as rehearsal:
        report = Report(form=rows.form, columns=rows.columns)
        readable = _Readable(rows, reader(rows, column_map), report)
        records = readable.records(addresses, inspectorate, now)
        async for batch in _in_a_thread(_batches(records)):
            acts = [record for _row, record in batch]
            if is_rehearsal:
                outcomes = rehearsal.outcomes(acts, await keeping.foresee(acts))
            else:
                outcomes = await keeping.store(acts)
            readable.count(batch, outcomes)
            if progress:
                progress(rows.position, rows.size)
    return report


class _Keeping:
    """Each batch in a transaction of its own."""

    def __init__(self, database: Database, entry: Entry, letters: Letters) -> None:
        self._database = database
        self._entry = entry
        self._letters = letters

    async def store(self, records: list[Record]) -> list[Stored | Invalid]:
        async with self._database.transaction() as session:
            return await store(session, self._entry, records, self._letters)

    async def foresee(self, records: list[Record]) -> list[Stored | Invalid]:
        async with self._database.reading() as session:
            return await foresee(session, self._entry, records, self._letters)


class _Readable:
    """The rows that can be records; the others go into the report."""

    def __init__(self, rows: Rows, reader: Reader, report: Report) -> None:
        self._rows = rows
        self._reader = reader
        self._report = report

    def records(
        self, addresses: Addresses, inspectorate: Inspectorate, now: datetime
    ) -> Iterator[Read]:
        country = inspectorate.country
        today = local_day(now, zone(country))
        for row in self._rows:
            if isinstance(row, Broken):
                self._report.refuse(row.number, [Refusal(row.number, "", row.remedy)])
                continue
            text, unsure = self._reader.read(row)
            values, unreadable = from_text(text)
            faults = faults_in(country, values, today) | unreadable | unsure
            if faults:
                self._refuse(row, {"": unsure[""]} if "" in unsure else faults)
            else:
                yield row, prepare(addresses, inspectorate, values)

    def count(self, batch: list[Read], outcomes: list[Stored | Invalid]) -> None:
        for (row, _record), outcome in zip(batch, outcomes, strict=True):
            match outcome:
                case Invalid():
                    self._refuse(row, outcome.errors)
                case "added":
                    self._report.added += 1
                case "changed":
                    self._report.changed += 1
                case "unchanged":
                    self._report.unchanged += 1

    def _refuse(self, row: Row, faults: dict[str, str]) -> None:
        self._report.refuse(row.number, self._reader.refusals(row, faults), row.cells)


async def _in_a_thread(batches: Iterator[list[Read]]) -> AsyncIterator[list[Read]]:
    while batch := await asyncio.to_thread(next, batches, None):
        yield batch


def _batches(records: Iterable[Read]) -> Iterator[list[Read]]:
    """An act that comes again begins a new batch: it changes the one stored before it."""
    batch: dict[Key, Read] = {}
    for row, record in records:
        if record.key in batch or len(batch) == BATCH:
            yield list(batch.values())
            batch = {}
        batch[record.key] = (row, record)
    if batch:
        yield list(batch.values())
