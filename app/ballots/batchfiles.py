"""Batch files: what a restored backup may lack is put back from them, once, by batch id.

A file holds one batch in canonical JSON lines, without any trace of who or when. It is written as
`<id>.pending` before its transaction commits and becomes `<id>.jsonl` after. Batch files belong to
the backup; the envelopes they came from can never be opened again.
"""

from collections import Counter
from collections.abc import Iterator
from json import loads
from pathlib import Path
from typing import Any

import rfc8785
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import moving, tables
from app.ballots.batches import Batch, put
from app.ballots.tables import Box, Group, Move
from app.lib.files import sync_folder, write_whole

_PENDING, _KEPT = ".pending", ".jsonl"
_KEYS = {"key_name", "public_key"}


def write_pending(folder: Path, batch: Batch) -> None:
    """Durable on return."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # also one that was made by hand
    lines = b"".join(rfc8785.dumps(record) + b"\n" for record in _records(batch))
    write_whole(folder / (batch.id + _PENDING), lines, mode=0o600)


def keep(folder: Path, batch_id: str) -> None:
    """Its transaction has committed."""
    (folder / (batch_id + _PENDING)).rename(folder / (batch_id + _KEPT))
    sync_folder(folder)


async def settle(session: AsyncSession, folder: Path) -> None:
    """After a crash: keep what was committed, delete what was not."""
    for path in unfinished(folder):
        if await session.get(tables.Batch, path.stem):
            keep(folder, path.stem)
        else:
            path.unlink()


async def put_back(session: AsyncSession, folder: Path) -> list[Batch]:
    """The batches that the database lacked, as after a restore."""
    known = set(await session.exec(select(tables.Batch.id)))
    missing = [read(path) for path in kept(folder) if path.stem not in known]
    for batch in missing:
        await _put_back(session, batch.box)
        await _put_back(session, batch.group)
        await put(session, batch)
    # What was shown before is shown again: moving anew might move by other steps.
    await moving.put_back(session, [move for batch in missing for move in batch.moves])
    return missing


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_KEPT}"))


def unfinished(folder: Path) -> list[Path]:
    """Their transaction may have committed, or not: `settle` finds out."""
    return sorted(folder.glob(f"*{_PENDING}"))


def read(path: Path) -> Batch:
    batch: Batch | None = None
    # As bytes: a text may hold U+2028, which canonical JSON leaves raw and splitlines() splits at.
    with path.open("rb") as lines:
        for line in lines:
            record = loads(line)
            if batch is None:
                batch = _empty(record)
            else:
                _take(batch, record)
    if batch is None:
        raise ValueError(f"{path} is empty")
    return batch


def _records(batch: Batch) -> Iterator[dict[str, Any]]:
    yield {
        "batch": batch.id,
        "box": batch.box.model_dump(mode="json", exclude={"closed", "waiting"}),
        "group": batch.group.model_dump(mode="json", exclude=_KEYS),
    }
    for id_, closed in batch.answers.items():
        yield {"answer": id_.hex(), "closed": closed}
    for id_, (question, words) in batch.remarks.items():
        yield {"remark": id_.hex(), "question": question, "text": words}
    for code in batch.codes:
        yield {"code": code}
    for (question, option), count in sorted(batch.counts.items()):
        yield {"tally": question, "option": option, "count": count}
    for move in batch.moves:
        yield {"move": move.model_dump(mode="json")}


def _empty(head: dict[str, Any]) -> Batch:
    return Batch(
        id=head["batch"],
        box=Box.model_validate(head["box"]),
        group=Group(**head["group"], key_name="", public_key=b""),
        answers={},
        remarks={},
        codes=[],
        counts=Counter(),
    )


def _take(batch: Batch, record: dict[str, Any]) -> None:
    match record:
        case {"answer": id_, "closed": closed}:
            batch.answers[bytes.fromhex(id_)] = closed
        case {"remark": id_, "question": question, "text": words}:
            batch.remarks[bytes.fromhex(id_)] = (question, words)
        case {"code": code}:
            batch.codes.append(code)
        case {"tally": question, "option": option, "count": count}:
            batch.counts[question, option] = count
        case {"move": move}:
            batch.moves.append(Move(**move))


async def _put_back(session: AsyncSession, row: Box | Group) -> None:
    """A box that was opened after the backup was made; its groups get keys when mixing starts."""
    identity = row.id if isinstance(row, Box) else (row.box_id, row.number)
    if await session.get(type(row), identity) is None:
        session.add(row.model_copy())
        await session.flush()
