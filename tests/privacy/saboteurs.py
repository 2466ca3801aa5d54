"""Each takes one protection away from the program, as a careless change would."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import batches, batchfiles, closing, mixing, unsealing
from app.ballots.batches import Batch
from app.ballots.boxkeys import BoxKey
from app.ballots.content import Content
from app.lib import sealing
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from tests.privacy.adversary import Evidence, Verdict, judge_alone
from tests.privacy.elections import ballots_election
from tests.privacy.remainders import remainders

Sabotage = Callable[[pytest.MonkeyPatch, Database], Awaitable[None]]

_ENVELOPES = "SELECT id, key_name, sealed FROM ballots_envelope WHERE box_id = :box_id"
_AS_BEFORE = (
    "INSERT INTO ballots_envelope (id, box_id, group_number, key_name, sealed, broken)"
    " VALUES (:id, :box_id, :number, :key_name, :sealed, false)"
)


async def no_shuffle(patch: pytest.MonkeyPatch, _database: Database) -> None:
    """Ids rise as the envelopes were read."""

    def in_their_order(things: Iterable[Any]) -> dict[bytes, Any]:
        return {number.to_bytes(16): thing for number, thing in zip(_NUMBERS, things, strict=False)}

    patch.setattr(batches, "_shuffled", in_their_order)


async def answers_left_together(patch: pytest.MonkeyPatch, _database: Database) -> None:
    """What somebody answered stands in one row: what the register knows of it leads to the rest."""
    patch.setattr(batches, "deal", lambda answers: [dict(closed) for closed in answers])


async def batch_files_in_order(patch: pytest.MonkeyPatch, _database: Database) -> None:
    """The tables are shuffled, the files are not."""
    records, shuffle = batchfiles._records, batches.shuffle_into_batch
    came: list[object] = []

    def watch(*given: Any) -> Batch:
        came.extend(content.closed["mark"] for content in given[-1])
        return shuffle(*given)

    def in_order(batch: Batch) -> Iterator[dict[str, Any]]:
        as_they_came = sorted(
            batch.answers.items(), key=lambda answer: came.index(answer[1]["mark"])
        )
        return records(replace(batch, answers=dict(as_they_came)))

    patch.setattr(mixing, "shuffle_into_batch", watch)
    patch.setattr(batchfiles, "_records", in_order)


async def time_stored(patch: pytest.MonkeyPatch, _database: Database) -> None:
    """With the remark, a number that rises: a time by another name."""
    seal = Content.seal

    def stamped(content: Content, public_key: bytes) -> bytes:
        texts = {name: f"{next(_NUMBERS):09} {words}" for name, words in content.texts.items()}
        return seal(replace(content, texts=texts), public_key)

    patch.setattr(Content, "seal", stamped)


async def not_padded(patch: pytest.MonkeyPatch, _database: Database) -> None:
    patch.setattr(sealing, "BLOCK", 1)


async def order_kept(patch: pytest.MonkeyPatch, database: Database) -> None:
    """Used tickets are not written anew; on SQLite they are in an ordinary table with rowids."""

    async def keep(_session: AsyncSession, _box_id: str) -> None:
        pass

    patch.setattr(mixing, "forget_order", keep)
    if database.is_sqlite:
        columns = "box_id VARCHAR(12) NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (box_id, digest)"
        async with database.transaction() as session:
            connection = await session.connection()
            await connection.execute(text("DROP TABLE ballots_spent"))
            await connection.execute(text(f"CREATE TABLE ballots_spent ({columns})"))


async def no_vacuum(patch: pytest.MonkeyPatch, _database: Database) -> None:
    async def leave(_database: Database) -> None:
        pass

    patch.setattr(mixing, "vacuum", leave)


async def not_sealed_anew(patch: pytest.MonkeyPatch, _database: Database) -> None:
    """What has to wait on when a box closes is put back as it was."""
    take_out, were = unsealing.take_out, list[dict[str, Any]]()

    async def remember(
        session: AsyncSession, keys: KeyFolder, box_id: str, number: int
    ) -> tuple[list[Content], int]:
        rows = await (await session.connection()).execute(text(_ENVELOPES), {"box_id": box_id})
        were[:] = [dict(row) for row in rows.mappings()]
        return await take_out(session, keys, box_id, number)

    async def put_back(
        session: AsyncSession, box_id: str, number: int, _key: BoxKey, _contents: object
    ) -> None:
        rows = [{**row, "box_id": box_id, "number": number} for row in were]
        await (await session.connection()).execute(text(_AS_BEFORE), rows)

    patch.setattr(closing, "take_out", remember)
    patch.setattr(closing, "put_back", put_back)


_NUMBERS = count(1)
_ANSWERS = (no_shuffle, answers_left_together, batch_files_in_order, time_stored, not_padded)
_ORDER = (order_kept, no_vacuum)

EVERY: tuple[Sabotage, ...] = (*_ANSWERS, *_ORDER, not_sealed_anew)
QUICK = (no_shuffle, answers_left_together, time_stored, not_sealed_anew)


async def found_without(
    sabotage: Sabotage, database: Database, keys: KeyFolder, folder: Path
) -> Verdict:
    """What the adversary finds of that which the protection kept from them."""
    with pytest.MonkeyPatch.context() as patch:
        await sabotage(patch, database)
        return judge_alone(await _evidence(sabotage, database, keys, folder))


async def _evidence(
    sabotage: Sabotage, database: Database, keys: KeyFolder, folder: Path
) -> list[Evidence]:
    if sabotage is not_sealed_anew:
        return await remainders(database, keys, folder)
    election = await ballots_election(database, keys, folder)
    return election.batches if sabotage in _ANSWERS else election.turnouts
