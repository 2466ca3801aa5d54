"""A ballots database that was restored from a backup learns what has happened since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, delete, func, insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import batchfiles, spentfiles
from app.ballots.batches import Batch
from app.ballots.masking import mask_again
from app.ballots.tables import Box, Envelope, Spent
from app.lib.keyfolder import KeyFolder


@dataclass(frozen=True)
class CaughtUp:
    """`superseded` and `unreadable` are envelopes: mixed since, or sealed for a key that is gone.
    What was in the unreadable ones is lost, unless it is among the answers that were put back.
    """

    batches: int
    answers: int
    superseded: int
    unreadable: int
    spent: int  # used tickets that the backup did not know of
    masked: int  # remarks whose words were masked since


async def catch_up(session: AsyncSession, keys: KeyFolder, folder: Path) -> CaughtUp:
    """From the files beside the database: batches mixed since, and tickets used since."""
    batches = await batchfiles.put_back(session, folder)
    superseded = await _drop_mixed(session, batches)
    return CaughtUp(
        batches=len(batches),
        answers=sum(len(batch.answers) for batch in batches),
        superseded=superseded,
        unreadable=await unreadable(session, keys),
        spent=await _spend(session, spentfiles.read(folder)),
        masked=await mask_again(session, folder),
    )


async def unreadable(session: AsyncSession, keys: KeyFolder) -> int:
    """Envelopes that wait for a key which is not in the folder."""
    there = set(keys.names("box-"))
    waiting = select(Envelope.key_name, func.count()).group_by(col(Envelope.key_name))
    return sum(count for name, count in await session.exec(waiting) if name not in there)


async def _drop_mixed(session: AsyncSession, batches: Sequence[Batch]) -> int:
    """A batch took all that waited in its group, so what the backup has of it is in the batch.
    Its key may still be there, if the machine was lost before the key was destroyed.
    """
    dropped = 0
    for batch in batches:
        found = await session.exec(delete(Envelope).where(*_taken_by(batch)))
        dropped += found.rowcount
    return dropped


def _taken_by(batch: Batch) -> Iterable[ColumnElement[bool]]:
    if not batch.group.merged:
        return (
            col(Envelope.box_id) == batch.box.id,
            col(Envelope.group_number) == batch.group.number,
        )
    # A group that was merged, when its box closed or at the year's end, was made of several.
    year = select(Box.id).where(
        col(Box.quarter).startswith(batch.box.quarter),  # "2026" or "2026-Q3"
        col(Box.inspectorate) == batch.box.inspectorate,
        col(Box.questionnaire) == batch.box.questionnaire,
        col(Box.edition) == batch.box.edition,
        col(Box.channel) == batch.box.channel,
    )
    return (col(Envelope.box_id).in_(year),)


async def _spend(session: AsyncSession, digests: spentfiles.Digests) -> int:
    """Of boxes that are open here: all others refuse every ticket."""
    added = 0
    for box_id in await session.exec(select(Box.id).where(col(Box.closed).is_(False))):
        known = set(await session.exec(select(Spent.digest).where(col(Spent.box_id) == box_id)))
        new = sorted(set(digests.get(box_id, ())) - known)
        rows = [{"box_id": box_id, "digest": digest} for digest in new]
        if rows:
            await (await session.connection()).execute(insert(Spent), rows)
        added += len(rows)
    return added
