"""What a backup holds, and what it must not tell."""

import json
from base64 import b64decode
from pathlib import Path

from sqlalchemy import text

from app.backups import making, manifest
from app.ballots import limiting
from app.ballots.boxes import BoxName
from app.lib import clock as time
from app.lib.quarters import Quarter
from tests.installation import Installation
from tests.making.backups import sources
from tests.making.ballots import cast, make_box, make_content

BOX = BoxName("geti", Quarter(2026, 3), "short", 1)


def lines(made: Path, table: str) -> list[str]:
    return (made / "ballots" / f"{table}.jsonl").read_text().splitlines()


async def test_rows_are_sorted_by_their_random_keys(geti: Installation, tmp_path: Path) -> None:
    """Else the order in which links were used would stand in every backup."""
    box_id = await make_box(geti.wiring.ballots, geti.wiring.keys, name=BOX)
    await cast(geti.wiring.ballots, box_id, [make_content() for _ in range(40)])
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    async with geti.wiring.ballots.reading() as session:
        connection = await session.connection()
        for table, key in (("ballots_spent", "digest"), ("ballots_envelope", "id")):
            found = await connection.execute(text(f"SELECT {key} FROM {table} ORDER BY {key}"))  # noqa: S608
            kept = [line for line in lines(made, table) if box_id in line]
            place = 1 if table == "ballots_spent" else 0
            assert keys_of(kept, place) == [bytes(value) for value in found.scalars()]
            assert len(kept) == 40


def keys_of(kept: list[str], place: int) -> list[bytes]:
    return [b64decode(json.loads(line)[place]) for line in kept]


async def test_what_was_promised_to_be_forgotten_is_not_kept(
    geti: Installation, tmp_path: Path
) -> None:
    async with geti.wiring.ballots.transaction() as session:
        await limiting.count(session, "203.0.113.9", time.now())
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    names = {path.name for path in made.rglob("*.jsonl")}
    assert "ballots_spent.jsonl" in names
    assert not names & {"ballots_limit.jsonl", "ballots_limit_salt.jsonl", "accounts_sign_in.jsonl"}


async def test_each_half_stands_by_itself(geti: Installation, tmp_path: Path) -> None:
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    for half in ("people", "ballots"):
        (made / half).rename(tmp_path / half)
        manifest.verify(tmp_path / half, manifest.read(tmp_path / half))
