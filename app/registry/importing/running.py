"""A register from a file: good rows are kept, every other row is named with its remedy.

A hot path: rows are streamed, checked and sealed outside any transaction, and stored five hundred
at a time by set-based statements. Memory does not grow with the file.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.lib import clock
from app.lib.dates import local_day
from app.lib.db import Database
from app.lib.errors import Invalid
from app.registry.addresses import Addresses
from app.registry.changing import InvitedAmong
from app.registry.countries import zone
from app.registry.fields import from_text
from app.registry.importing.csv_rows import Broken, CsvRows
from app.registry.records import Key, Record, prepare
from app.registry.rules import faults_in
from app.registry.storing import Entry, Stored, store
from app.registry.tables import Inspectorate

BATCH = 500  # rows in a transaction: on SQLite some 40 ms, in which no other can write
# A file in which more is wrong than this is wrong everywhere in the same way.
NAMED_REFUSALS = 10_000

Progress = Callable[[int, int], None]  # bytes done, bytes in all


@dataclass(frozen=True, slots=True)
class Refusal:
    row: int  # line of the file; the header is line 1
    column: str  # empty: the row as a whole
    remedy: str


@dataclass
class Report:
    """Rows by what became of them; `refused` names each fault, up to NAMED_REFUSALS."""

    added: int = 0
    unchanged: int = 0
    changed: int = 0
    refused_rows: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, row: int, faults: dict[str, str]) -> None:
        self.refused_rows += 1
        for column, remedy in faults.items():
            if len(self.refused) < NAMED_REFUSALS:
                self.refused.append(Refusal(row, column, remedy))


async def import_file(
    database: Database,
    addresses: Addresses,
    inspectorate: Inspectorate,
    path: Path,
    *,
    invited_among: InvitedAmong,
    progress: Progress | None = None,
) -> Report:
    """Unreadable if nothing of the file can be taken. Importing it again adds nothing.

    Every five hundred rows are a transaction of their own: what an interruption leaves undone, the
    next import of the same file does.
    """
    report = Report()
    now = clock.now()
    entry = Entry(inspectorate, at=now)
    with CsvRows(path) as rows:
        readable = _Readable(rows, addresses, inspectorate, now, report)
        for batch in _batches(readable):
            async with database.transaction() as session:
                records = [record for _line, record in batch]
                outcomes = await store(session, entry, records, invited_among)
            _count(report, batch, outcomes)
            if progress:
                progress(rows.position, rows.size)
    return report


class _Readable:
    """The rows that can be records; the others go into the report."""

    def __init__(
        self,
        rows: CsvRows,
        addresses: Addresses,
        inspectorate: Inspectorate,
        now: datetime,
        report: Report,
    ) -> None:
        self._rows = rows
        self._addresses = addresses
        self._inspectorate = inspectorate
        self._today = local_day(now, zone(inspectorate.country))
        self._report = report

    def __iter__(self) -> Iterator[tuple[int, Record]]:
        for row in self._rows:
            if isinstance(row, Broken):
                self._report.refuse(row.line, {"": row.remedy})
                continue
            values, unreadable = from_text(row.cells)
            faults = faults_in(self._inspectorate.country, values, self._today) | unreadable
            if faults:
                self._report.refuse(row.line, faults)
            else:
                yield row.line, prepare(self._addresses, self._inspectorate, values)


def _batches(records: Iterable[tuple[int, Record]]) -> Iterator[list[tuple[int, Record]]]:
    """An act that comes again begins a new batch: it changes the one stored before it."""
    batch: dict[Key, tuple[int, Record]] = {}
    for line, record in records:
        if record.key in batch or len(batch) == BATCH:
            yield list(batch.values())
            batch = {}
        batch[record.key] = (line, record)
    if batch:
        yield list(batch.values())


def _count(
    report: Report, batch: list[tuple[int, Record]], outcomes: list[Stored | Invalid]
) -> None:
    for (line, _record), outcome in zip(batch, outcomes, strict=True):
        match outcome:
            case Invalid():
                report.refuse(line, outcome.errors)
            case "added":
                report.added += 1
            case "changed":
                report.changed += 1
            case "unchanged":
                report.unchanged += 1
