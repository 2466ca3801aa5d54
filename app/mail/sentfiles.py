"""Which letters went out, kept beside the database: a restored backup, which is older, learns it.

One file a month of letters' ids, a line each, only ever added to. Who got a letter is no secret of
answers; that somebody answered never stands here.
"""

import os
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlmodel import col, select

from app.lib.db import Database
from app.lib.files import sync_folder
from app.mail import states
from app.mail.tables import Letter

# Longer than any retrying: what went out later was due no earlier than this.
_LOOKED_BACK = timedelta(days=14)
_KEPT = timedelta(days=400)  # older than any backup that somebody would restore
_ID = re.compile(r"^[0-9a-f]{32}$", re.M)


async def note(database: Database, folder: Path, now: datetime) -> int:
    """How many letters went out that were not noted yet. Durable on return; a crash in between
    leaves them to the next time.
    """
    async with database.reading() as session:
        sent = select(Letter.id).where(
            col(Letter.state).in_(states.GONE_OUT), col(Letter.due_at) > now - _LOOKED_BACK
        )
        found = set(await session.exec(sent))
    new = found - _read(_months(folder, now - _LOOKED_BACK))
    if new:
        _append(folder / f"{now:%Y-%m}", new)
    for old in set(_months(folder, None)) - set(_months(folder, now - _KEPT)):
        old.unlink()
    return len(new)


def noted(folder: Path) -> set[UUID]:
    return _read(_months(folder, None))


def _months(folder: Path, since: datetime | None) -> list[Path]:
    first = f"{since:%Y-%m}" if since else ""
    return sorted(path for path in folder.glob("*-*") if path.name >= first)


def _read(files: Collection[Path]) -> set[UUID]:
    return {UUID(hex=id_) for file in files for id_ in _ID.findall(file.read_text())}


def _append(file: Path, letters: Collection[UUID]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The first line break ends a line that a crash may have left unfinished.
    lines = "\n" + "".join(f"{letter_id.hex}\n" for letter_id in sorted(letters))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as open_file:
        open_file.write(lines)
        open_file.flush()
        os.fsync(open_file.fileno())
    sync_folder(file.parent)
