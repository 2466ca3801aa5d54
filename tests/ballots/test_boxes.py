"""Opening and finding boxes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from app.ballots.boxes import BoxName, EditionChanged, Part, find, find_by_name, is_open, open_box
from app.ballots.boxkeys import WrongKeyFolder
from app.ballots.tables import Group
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.lib.sealing import public_key
from tests.making.ballots import CLOSES_ON, NOON, ZONE, make_box

NAME = BoxName("geti", Quarter(2026, 3), "short", 1)


async def test_a_box_is_found_by_its_name_and_its_id(ballots: Database, keys: KeyFolder) -> None:
    box_id = await make_box(ballots, keys, name=NAME)
    async with ballots.reading() as session:
        by_id, by_name = await find(session, box_id), await find_by_name(session, NAME)
        other = await find_by_name(session, replace(NAME, channel="open"))
    assert by_id and by_name and by_id.id == by_name.id == box_id and len(box_id) == 12
    assert other is None


async def test_opening_a_box_twice_opens_one(ballots: Database, keys: KeyFolder) -> None:
    first = await make_box(ballots, keys, Part(1), name=NAME)
    second = await make_box(ballots, keys, Part(1), Part(2), name=NAME)
    async with ballots.reading() as session:
        assert first == second and len((await session.exec(select(Group))).all()) == 1


async def test_each_group_has_a_key_whose_private_half_is_in_the_folder(
    ballots: Database, keys: KeyFolder
) -> None:
    await make_box(ballots, keys, Part(1, ("KG-GB",), ("scheduled",)), Part(2))
    async with ballots.reading() as session:
        first, second = (await session.exec(select(Group).order_by("number"))).all()
    assert (first.regions, first.kinds, second.regions) == (["KG-GB"], ["scheduled"], [])
    assert public_key(keys.read(first.key_name)) == first.public_key != second.public_key


async def test_a_used_edition_cannot_change(ballots: Database, keys: KeyFolder) -> None:
    await make_box(ballots, keys, name=NAME)
    for name in (NAME, replace(NAME, inspectorate="kzpc")):
        with pytest.raises(EditionChanged, match=r"2\.yaml"):
            async with ballots.transaction() as session:
                await open_box(
                    session,
                    keys,
                    name,
                    edition_hash="1" * 64,
                    closes_on=CLOSES_ON,
                    zone=ZONE,
                    parts=[Part(1)],
                )


async def test_another_key_folder_may_not_open_boxes(
    ballots: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    await make_box(ballots, keys, name=NAME)
    with pytest.raises(WrongKeyFolder, match="PIKIR_KEY_FOLDER"):
        await make_box(
            ballots, KeyFolder(tmp_path / "other"), name=replace(NAME, inspectorate="kzpc")
        )


async def test_a_box_is_open_until_midnight_where_its_inspectorate_is(
    ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys)
    async with ballots.reading() as session:
        box = await find(session, box_id)
    assert box
    assert is_open(box, NOON)
    assert is_open(box, datetime(2026, 11, 14, 17, 59, 59, tzinfo=UTC))
    assert not is_open(box, datetime(2026, 11, 14, 18, tzinfo=UTC))
    box.closed = True
    assert not is_open(box, NOON)
