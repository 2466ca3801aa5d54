"""Restoring a backup: what happened after it was made is taken from what lies beside the databases.

Ballots first, people after: as long as there are no people, nothing can be sent.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Table, delete, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import append_only, audit
from app.accounts import holding as tokens
from app.backups import manifest
from app.backups.contents import BALLOTS, BATCHES, PEOPLE, Half
from app.backups.files import copy
from app.backups.manifest import Manifest, Unusable
from app.backups.rows import Tell, load_rows, silently
from app.ballots import batchfiles
from app.ballots.restoring import CaughtUp, catch_up
from app.lib.db import Database
from app.lib.files import sync_tree
from app.lib.keyfolder import KeyFolder
from app.mail import holding, sentfiles
from app.migrations import upgrade
from app.publications.taking_back import TakenBack, take_back


class NotEmpty(RuntimeError):
    """There is something where the backup would go."""


@dataclass(frozen=True)
class Targets:
    """The installation that is restored, and what has survived beside its databases."""

    installation: str
    people: Database
    ballots: Database
    keys: KeyFolder
    batch_folder: Path
    sent_folder: Path
    site_folder: Path


@dataclass(frozen=True)
class Restored:
    made_at: datetime
    rows: int
    ballots: CaughtUp
    went_out: int  # letters that are known to have gone out after the backup
    doubtful: int  # letters of which nobody knows
    releases: TakenBack


async def restore(
    targets: Targets, folder: Path, now: datetime, *, replace: bool = False, tell: Tell = silently
) -> Restored:
    """Raises Unusable, and NotEmpty unless `replace`: then what stands there now is deleted."""
    made = check(folder, targets.installation)
    for half, database in ((PEOPLE, targets.people), (BALLOTS, targets.ballots)):
        await asyncio.to_thread(upgrade, half.name, database.url)
        if not replace:
            await _refuse_any_row(database, half)
    _copy_batches(folder / "ballots" / BATCHES, targets.batch_folder)
    async with targets.ballots.transaction() as session:
        rows = await _load(session, folder, BALLOTS, tell)
        caught_up = await catch_up(session, targets.keys, targets.batch_folder)
    async with targets.people.transaction() as session:
        rows += await _load(session, folder, PEOPLE, tell)
        releases = await take_back(session, targets.site_folder)
        in_backup = await holding.gone_out(session)
        went_out = sentfiles.noted(targets.sent_folder)
        await holding.hold(session, now, went_out)
        await tokens.hold(session, now)
        audit.record(session, None, "restored a backup", made.name)
        doubtful = await holding.doubtful(session)
    new = len(went_out - in_backup)
    return Restored(made.made_at, rows, caught_up, new, doubtful, releases)


def check(folder: Path, installation: str) -> Manifest:
    """Both halves are whole, belong together, and fit this program; else Unusable."""
    people, ballots = (manifest.read(folder / half.name) for half in (PEOPLE, BALLOTS))
    for half, made in ((PEOPLE, people), (BALLOTS, ballots)):
        manifest.check_fits(made, half, installation)
        manifest.verify(folder / half.name, made)
    if people.name != ballots.name:
        raise Unusable(
            f"people/ is of {people.name} and ballots/ of {ballots.name}. Put two halves together"
            " that were made together."
        )
    return people


async def _refuse_any_row(database: Database, half: Half) -> None:
    async with database.reading() as session:
        for table in half.metadata.sorted_tables:
            if await _has_rows(session, table):
                raise NotEmpty(
                    f"The database of {half.name} is not empty. Set PIKIR_DATABASE_URL and"
                    " PIKIR_BALLOTS_URL to new databases, or delete what is there with --replace."
                )


async def _has_rows(session: AsyncSession, table: Table) -> bool:
    connection = await session.connection()
    return bool((await connection.execute(select(exists(select(table))))).scalar())


async def _load(session: AsyncSession, folder: Path, half: Half, tell: Tell) -> int:
    if half is PEOPLE:
        async with append_only.lifted(session):
            await _clear(session, reversed(half.metadata.sorted_tables))
    else:
        await _clear(session, reversed(half.metadata.sorted_tables))
    rows = 0
    for table in half.tables:
        path = folder / half.name / f"{table.name}.jsonl"
        rows += await load_rows(session, table, path, partial(tell, half.name))
    return rows


async def _clear(session: AsyncSession, tables: Iterable[Table]) -> None:
    connection = await session.connection()
    for table in tables:
        await connection.execute(delete(table))


def _copy_batches(folder: Path, batch_folder: Path) -> None:
    """Those that did not survive, whole. A batch's file never changes."""
    batch_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in batchfiles.kept(folder):
        if not (batch_folder / path.name).exists():
            unfinished = batch_folder / f".{path.name}"
            unfinished.unlink(missing_ok=True)
            copy(path, unfinished)
            unfinished.rename(batch_folder / path.name)
    sync_tree(batch_folder)
