"""The slot on SQLite: one thread owns the only writing connection and commits for many at once.

Hot path. A commit costs a disk flush whoever asks for it, so answers that arrive together share
one: measured, about 80 times what a session per answer does. Shared commits need no savepoints:
each entry looks before it writes, and an error of the disk fails all of them alike.
"""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from app.ballots.slot import Entry, Outcome

_TOGETHER = 64  # at most, so that nobody waits long
WAIT = 30.0  # seconds for the lock
_KEY_IS_CURRENT = "SELECT 1 FROM ballots_group WHERE box_id = ? AND number = ? AND key_name = ?"
_SPEND = f"""
    INSERT INTO ballots_spent (box_id, digest) SELECT ?, ? WHERE EXISTS ({_KEY_IS_CURRENT})
    ON CONFLICT DO NOTHING
"""
_KEEP = """
    INSERT INTO ballots_envelope (id, box_id, group_number, key_name, sealed, broken)
    VALUES (?, ?, ?, ?, ?, 0)
"""
_IS_SPENT = "SELECT 1 FROM ballots_spent WHERE box_id = ? AND digest = ?"


@dataclass(frozen=True, slots=True)
class _Job:
    entry: Entry
    outcome: asyncio.Future[Outcome]


class SqliteSlot:
    def __init__(self, path: str) -> None:
        self._path = path
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()  # None: time to stop

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._reader = _connect(self._path, "ro")
        self._thread = Thread(target=self._write, args=[_connect(self._path, "rw")])
        self._thread.start()

    async def close(self) -> None:
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)
        self._reader.close()

    async def is_spent(self, box_id: str, digest: bytes) -> bool:
        # A few microseconds: a thread or a coroutine would cost more than the look itself.
        return bool(self._reader.execute(_IS_SPENT, (box_id, digest)).fetchall())

    async def put(self, entry: Entry) -> Outcome:
        job = _Job(entry, self._loop.create_future())
        self._jobs.put(job)
        return await job.outcome

    def _write(self, connection: sqlite3.Connection) -> None:
        with closing(connection):
            while jobs := self._next():
                try:
                    outcomes = _commit(connection, jobs)
                    self._loop.call_soon_threadsafe(_tell, jobs, outcomes)
                except sqlite3.Error as error:
                    self._loop.call_soon_threadsafe(_fail, jobs, error)

    def _next(self) -> list[_Job]:
        """What waits, at least one job; nothing when it is time to stop."""
        jobs = []
        while job := self._jobs.get():
            jobs.append(job)
            if self._jobs.empty() or len(jobs) == _TOGETHER:
                return jobs
        if jobs:
            self._jobs.put(None)
        return jobs


def _connect(path: str, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{Path(path).absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,  # opened where an error is seen, used by one thread
    )
    for pragma in (f"busy_timeout = {WAIT * 1000:.0f}", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def _commit(connection: sqlite3.Connection, jobs: list[_Job]) -> list[Outcome]:
    connection.execute("BEGIN IMMEDIATE")  # no mixing can change a key until COMMIT
    try:
        outcomes = [_put(connection, job.entry) for job in jobs]
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return outcomes


def _put(connection: sqlite3.Connection, entry: Entry) -> Outcome:
    group = (entry.box_id, entry.group_number, entry.key_name)
    if connection.execute(_SPEND, (entry.box_id, entry.digest, *group)).rowcount:
        connection.execute(_KEEP, (entry.id, *group, entry.sealed))
        return Outcome.KEPT
    is_current = connection.execute(_KEY_IS_CURRENT, group).fetchall()
    return Outcome.USED if is_current else Outcome.KEY_CHANGED


def _tell(jobs: list[_Job], outcomes: list[Outcome]) -> None:
    for job, outcome in zip(jobs, outcomes, strict=True):
        if not job.outcome.done():  # the caller may have gone; the answer is kept all the same
            job.outcome.set_result(outcome)


def _fail(jobs: list[_Job], error: sqlite3.Error) -> None:
    for job in jobs:
        if not job.outcome.done():
            job.outcome.set_exception(error)
