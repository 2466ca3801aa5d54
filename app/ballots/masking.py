"""Taking words out of remarks for good: from the table, its free space, and the batch files.

Bars stand in their place, one for each character: so positions in a remark stay what they are, and
masking twice is masking once.
"""

from collections.abc import Iterator, Mapping, Sequence
from json import loads
from pathlib import Path
from typing import Any

import rfc8785
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import batchfiles
from app.ballots.tables import Remark
from app.ballots.vacuuming import vacuum_remarks
from app.lib.db import Database
from app.lib.files import destroy, write_whole

BAR = "█"
_BAR_IN_A_FILE = BAR.encode()
_OLD = ".old"

Spans = Sequence[Sequence[int]]  # [from, to) in characters


def barred(text: str, spans: Spans) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = BAR * len(characters[start:end])
    return "".join(characters)


async def mask(database: Database, batch_folder: Path, masks: Mapping[bytes, Spans]) -> bool:
    """By remark id. After it, whoever has all of these knows where words stood, and not which.

    False if a long reader keeps the words on the disk: try again later. The files come first: if a
    kill leaves the rest undone, a database that is restored learns the bars from them.
    """
    _tidy_up(batch_folder)
    for path in [*batchfiles.unfinished(batch_folder), *batchfiles.kept(batch_folder)]:
        _mask_file(path, masks)
    async with database.transaction() as session:
        await _bar(session, masks)
    return await vacuum_remarks(database)


async def mask_again(session: AsyncSession, batch_folder: Path) -> int:
    """After a restore: where a batch file has bars, an older copy of the remark gets them, too.
    How many remarks had none.
    """
    bars: dict[bytes, Spans] = {}
    for path in batchfiles.kept(batch_folder):
        for record in _remarks(path.read_bytes(), _BAR_IN_A_FILE):
            bars[bytes.fromhex(record["remark"])] = _bars(record["text"])
    return await _bar(session, bars)


async def _bar(session: AsyncSession, masks: Mapping[bytes, Spans]) -> int:
    """How many remarks changed."""
    changed = 0
    for row in await session.exec(select(Remark).where(col(Remark.id).in_(masks))):
        masked = barred(row.text, masks[row.id])
        changed += masked != row.text
        row.text = masked
    return changed


def _bars(text: str) -> Spans:
    return [[place, place + 1] for place, character in enumerate(text) if character == BAR]


def _mask_file(path: Path, masks: Mapping[bytes, Spans]) -> None:
    content = path.read_bytes()
    ids = [id_.hex().encode() for id_ in masks]
    if not any(id_ in content for id_ in ids):
        return
    lines = content.splitlines(keepends=True)
    for number, line in enumerate(lines):
        for record in _remarks(line, *ids):
            spans = masks[bytes.fromhex(record["remark"])]
            masked = record | {"text": barred(record["text"], spans)}
            lines[number] = rfc8785.dumps(masked) + b"\n"
    old = path.with_name(path.name + _OLD)
    old.hardlink_to(path)
    write_whole(path, b"".join(lines), mode=0o600)
    destroy(old)


def _remarks(content: bytes, *holding: bytes) -> Iterator[dict[str, Any]]:
    """The records of remarks whose line holds one of these."""
    for line in content.splitlines():
        if any(one in line for one in holding) and "remark" in (record := loads(line)):
            yield record


def _tidy_up(batch_folder: Path) -> None:
    """A kill came before a file was destroyed whose masked copy stands in its place already."""
    for path in batch_folder.glob(f"*{_OLD}"):
        destroy(path)
