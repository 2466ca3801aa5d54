"""What a restored backup lacks is put back from batch files, once."""

import json
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import SQLModel, select

from app.ballots import batchfiles
from app.ballots.boxes import Part
from app.ballots.tables import (
    Answer,
    Batch,
    Box,
    CountingCode,
    Envelope,
    Group,
    Move,
    Remark,
    Snapshot,
    Spent,
    Tally,
)
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from tests.making.ballots import SHELF, cast, make_box, make_content, mix

MIXED: tuple[type[SQLModel], ...] = (Answer, Remark, CountingCode, Tally, Move, Snapshot, Batch)


async def rows(database: Database) -> dict[str, list[str]]:
    async with database.reading() as session:
        return {
            table.__name__: sorted(
                str(row.model_dump()) for row in await session.exec(select(table))
            )
            for table in MIXED
        }


async def restore_an_older_backup(database: Database, *also: type[SQLModel]) -> None:
    """A backup from before anything was mixed."""
    async with database.transaction() as session:
        tables: list[type[SQLModel]] = [*MIXED, Envelope, Spent, *also]
        for table in tables:
            await session.exec(delete(table))


async def replay(database: Database, folder: Path) -> int:
    """How many batches it put back."""
    async with database.transaction() as session:
        return len(await batchfiles.put_back(session, folder))


async def mix_thrice(database: Database, keys: KeyFolder, folder: Path) -> None:
    box_id = await make_box(database, keys, Part(1, ("north",), ("planned",)))
    for _ in range(3):
        answers = [make_content({"fair": "yes", "days": n}, f"remark {n}") for n in range(6)]
        answers += [make_content({"fair": "no", "why": ["tone"]}) for _ in range(5)]
        await cast(database, box_id, answers)
        await mix(database, keys, folder, SHELF)


async def test_replaying_puts_back_exactly_what_was_mixed_and_shown(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await mix_thrice(ballots, keys, folder)
    before = await rows(ballots)
    await restore_an_older_backup(ballots)
    assert await replay(ballots, folder) == 3
    assert await rows(ballots) == before
    assert await replay(ballots, folder) == 0
    assert await rows(ballots) == before


async def test_only_the_worker_may_read_the_files(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await mix_thrice(ballots, keys, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


async def test_a_remark_with_line_separators_comes_back_whole(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    odd = "a\u2028b\u2029c\x85d\x0be"
    await cast(ballots, box_id, [make_content(remark=odd) for _ in range(10)])
    await mix(ballots, keys, folder, SHELF)
    await restore_an_older_backup(ballots)
    assert await replay(ballots, folder) == 1
    async with ballots.reading() as session:
        assert set(await session.exec(select(Remark.text))) == {odd}


async def test_a_box_that_the_backup_does_not_know_comes_back_and_takes_answers(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await mix_thrice(ballots, keys, folder)
    before = await rows(ballots)
    await restore_an_older_backup(ballots, Group, Box)
    await replay(ballots, folder)
    assert await rows(ballots) == before
    await mix(ballots, keys, folder, SHELF)
    async with ballots.reading() as session:
        box = (await session.exec(select(Box))).one()
    await cast(ballots, box.id, [make_content() for _ in range(10)])
    (mixed,) = await mix(ballots, keys, folder, SHELF)
    assert (mixed.count, mixed.broken) == (10, 0)


async def test_a_file_has_its_lines_in_an_order_that_says_nothing(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await mix_thrice(ballots, keys, folder)
    for path in batchfiles.kept(folder):
        records = [json.loads(line) for line in path.read_text().splitlines()]
        for kind in ("answer", "remark", "code"):
            ids = [record[kind] for record in records if kind in record]
            assert ids == sorted(ids) and len(ids) >= 6
        keys_used = {key for record in records for key in record}
        assert keys_used <= {
            *("batch", "box", "group", "answer", "closed", "remark", "question", "text"),
            *("code", "tally", "option", "count", "move"),
        }
