"""A backup is good once it has been restored: into a database of its own, which is then deleted."""

import asyncio
import tempfile
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.backups import manifest
from app.backups.contents import BALLOTS, BATCHES, Half
from app.backups.files import digest
from app.backups.manifest import Manifest
from app.backups.rows import Tell, load_rows, write_rows
from app.ballots import batchfiles
from app.lib.db import Database
from app.migrations import upgrade


class Unproven(RuntimeError):
    """What was written does not restore to what it was made from."""


async def prove(folder: Path, half: Half, tell: Tell) -> None:
    """Files as in the manifest; every constraint holds; every row comes back, byte by byte."""
    made = manifest.read(folder)
    manifest.verify(folder, made)
    with tempfile.TemporaryDirectory(prefix=".proof-", dir=folder.parent) as scratch:
        url = f"sqlite+aiosqlite:///{scratch}/{half.name}.sqlite3"
        await asyncio.to_thread(upgrade, half.name, url)  # as a new installation would be made
        database = Database(url)
        try:
            async with database.transaction() as session:
                await _load(session, folder, half, tell)
            async with database.reading() as session:
                await _check(session)
                await _compare(session, made, half, Path(scratch))
        finally:
            await database.close()
    if half is BALLOTS:
        for path in batchfiles.kept(folder / BATCHES):
            batchfiles.read(path)


async def _load(session: AsyncSession, folder: Path, half: Half, tell: Tell) -> None:
    for table in half.tables:
        path = folder / f"{table.name}.jsonl"
        await load_rows(session, table, path, partial(tell, f"proving {half.name}"))


async def _check(session: AsyncSession) -> None:
    connection = await session.connection()
    if faults := (await connection.execute(text("PRAGMA foreign_key_check"))).fetchall():
        raise Unproven(
            f"{len(faults)} rows point to nothing, the first in {faults[0][0]}: the database itself"
            " is damaged. Keep your older backups, and run `pikir doctor`."
        )
    state = (await connection.execute(text("PRAGMA integrity_check"))).scalar_one()
    if state != "ok":
        raise Unproven(f"The restored copy is damaged ({state}): is the disk?")


async def _compare(session: AsyncSession, made: Manifest, half: Half, scratch: Path) -> None:
    for table in half.tables:
        again = scratch / f"{table.name}.jsonl"
        rows = await write_rows(session, table, again, lambda _rows: None)
        written = made.files[again.name]
        if (written.rows, written.sha256) != (rows, digest(again)):
            raise Unproven(f"{table.name} does not come back as it was. Nothing was kept.")
        again.unlink()
