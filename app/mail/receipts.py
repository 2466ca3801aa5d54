"""What the server has taken, noted in a file until the database knows.

A mark in the database takes milliseconds, in which a worker may die; then its letters would go out
twice. A line in a file takes microseconds, and outlives the process: whoever delivers next on that
machine marks them. It is not flushed to the disk: where the power goes, a letter may come twice.
"""

import fcntl
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import tuple_, update
from sqlmodel import col

from app.lib.db import Database
from app.lib.locking import lock
from app.mail import states
from app.mail.tables import Letter, as_sent

_log = logging.getLogger("pikir.mail")

_LINE = re.compile(r"^([0-9a-f]{32}) ([0-9]+)$", re.M)


class Receipts:
    """Of one run of a worker: a file that is locked while it lives."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = uuid4().hex
        draft, self._path = folder / f".{name}", folder / name
        self._descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        draft.rename(self._path)  # seen only once it is locked

    def note(self, letter: Letter) -> None:
        try:
            os.write(self._descriptor, f"{letter.id.hex} {letter.attempt}\n".encode())
        except OSError as error:  # a full disk must not keep the mark from the database
            _log.error("What the mail server took cannot be noted in %s: %s", self._path, error)

    def close(self, *, all_marked: bool) -> None:
        if all_marked:
            self._path.unlink()
        os.close(self._descriptor)


@contextmanager
def receipts_in(folder: Path) -> Iterator[Receipts]:
    """For a run, at whose end all is marked; where it breaks off, they stay for the next."""
    receipts = Receipts(folder)
    all_marked = False
    try:
        yield receipts
        all_marked = True
    finally:
        receipts.close(all_marked=all_marked)


async def settle(database: Database, folder: Path, now: datetime) -> None:
    """What was taken counts as sent, though its worker is no more, or is held up."""
    for file in _files(folder):
        with suppress(FileNotFoundError), file.open() as opened:
            is_left = lock(opened)  # else its worker lives
            noted = {UUID(hex=id_): int(attempt) for id_, attempt in _LINE.findall(opened.read())}
            if noted:
                await _mark(database, noted, now)
            if is_left:
                file.unlink()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[!.]*"))


async def _mark(database: Database, noted: Mapping[UUID, int], now: datetime) -> None:
    """Also where the lease has ended in the meantime; not what somebody has begun to repeat."""
    taken = tuple_(col(Letter.id), col(Letter.attempt)).in_(list(noted.items()))
    async with database.transaction() as session:
        await session.exec(
            update(Letter)
            .where(taken, col(Letter.state).in_(states.WAITING))
            .values(**as_sent(now))
            .execution_options(synchronize_session=False)
        )
