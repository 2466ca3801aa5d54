"""Making a backup while everything runs: whole, proven, and only then under its name.

People first, ballots after: every box that a letter's link leads to is then among the ballots, and
every link that was used before the people were copied is known to be used.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from app.backups import manifest, proving
from app.backups.contents import BALLOTS, BATCHES, PEOPLE, Half, check_newest
from app.backups.files import copy, digest
from app.backups.manifest import File, Manifest
from app.backups.rows import Tell, silently, write_rows
from app.ballots import batchfiles
from app.lib.db import Database
from app.lib.files import sync_folder, sync_tree

PREFIX = "pikir-"
_UNFINISHED = ".unfinished-"


class Exists(RuntimeError):
    """A backup of this second is there already."""


@dataclass(frozen=True)
class Sources:
    """`installation` is the same wherever these databases' secrets are: Parts.installation."""

    installation: str
    people: Database
    ballots: Database
    batch_folder: Path


async def make(sources: Sources, folder: Path, now: datetime, tell: Tell = silently) -> Path:
    """The new backup, in a folder of its own in `folder`. One at a time: see app.lib.turns.

    Raises NotNewest, and Unproven if it does not restore to exactly what it was made from.
    """
    _prepare(folder)
    name = f"{PREFIX}{now:%Y%m%dT%H%M%SZ}"
    if (folder / name).exists():
        raise Exists(f"{folder / name} is there already. Try again in a second.")
    unfinished = folder / f"{_UNFINISHED}{name}"
    try:
        await _write(sources, unfinished, name, now, tell)
        for half in (PEOPLE, BALLOTS):
            await proving.prove(unfinished / half.name, half, tell)
        sync_tree(unfinished)
        unfinished.rename(folder / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    sync_folder(folder)
    return folder / name


def backups_in(folder: Path) -> list[Path]:
    """Oldest first."""
    return sorted(path for path in folder.glob(f"{PREFIX}*") if path.is_dir())


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep`; those that went."""
    old = backups_in(folder)[:-keep]
    for path in old:
        shutil.rmtree(path)
    return old


def _prepare(folder: Path) -> None:
    """What an earlier run left that was killed goes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path)


async def _write(sources: Sources, folder: Path, name: str, now: datetime, tell: Tell) -> None:
    people = await _write_tables(PEOPLE, sources.people, folder / "people", tell)
    ballots = await _write_tables(BALLOTS, sources.ballots, folder / "ballots", tell)
    # After the database: a batch that came in between is put back from its file.
    ballots |= _copy_batches(sources.batch_folder, folder / "ballots" / BATCHES)
    for half, files in ((PEOPLE, people), (BALLOTS, ballots)):
        made = Manifest(
            name, half.name, sources.installation, now, version("pikir"), half.newest, files
        )
        manifest.write(folder / half.name, made)


async def _write_tables(
    half: Half, database: Database, folder: Path, tell: Tell
) -> dict[str, File]:
    files = {}
    async with database.reading() as session:  # one moment, however long it takes
        await check_newest(session, half)
        for table in half.tables:
            path = folder / f"{table.name}.jsonl"
            rows = await write_rows(session, table, path, partial(tell, half.name))
            files[path.name] = File(digest(path), rows)
    return files


def _copy_batches(batch_folder: Path, folder: Path) -> dict[str, File]:
    files = {}
    for path in batchfiles.kept(batch_folder):
        copy(path, folder / path.name)
        files[f"{folder.name}/{path.name}"] = File(digest(folder / path.name))
    return files
