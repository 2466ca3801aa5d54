"""What becomes of small groups when their box closes."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from app.ballots import showing
from app.ballots.boxes import ASIDE, WHOLE, Part
from app.ballots.casting import Closed
from app.ballots.closing import merge
from app.ballots.mixing import Mixed
from app.ballots.tables import Answer, Box, Envelope, Group, Spent
from app.lib.clock import step_to
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from tests.making.ballots import (
    AFTER_CLOSE,
    NOON,
    SHELF,
    cast,
    casting,
    count_waiting,
    make_box,
    make_content,
    make_ticket,
    mix,
)

NORTH_PLANNED = Part(1, ("north",), ("planned",))
NORTH_SUDDEN = Part(2, ("north",), ("sudden",))
SOUTH_PLANNED = Part(3, ("south",), ("planned",))
SOUTH_SUDDEN = Part(4, ("south",), ("sudden",))
PARTS = (NORTH_PLANNED, NORTH_SUDDEN, SOUTH_PLANNED, SOUTH_SUDDEN)
OTHERS = Part(5)


def merged(**sizes: int) -> tuple[list[tuple[set[int], int]], int]:
    """Which parts end up together, with how many answers, and how many are left."""
    parts = {
        part.number: part for part in (NORTH_PLANNED, NORTH_SUDDEN, SOUTH_PLANNED, SOUTH_SUDDEN)
    }
    waiting = {
        parts[int(name[1:])]: [make_content() for _ in range(size)] for name, size in sizes.items()
    }
    ripe, rest = merge(waiting)
    together = [({part.number for part in parts}, len(contents)) for parts, contents in ripe]
    return together, len(rest)


def test_a_group_of_ten_is_left_alone() -> None:
    assert merged(p1=10, p2=3, p3=12) == ([({1}, 10), ({3}, 12)], 3)


def test_kinds_of_a_region_merge_first() -> None:
    assert merged(p1=6, p2=4, p3=9) == ([({1, 2}, 10)], 9)


def test_then_regions_of_a_kind() -> None:
    assert merged(p1=6, p2=3, p3=5) == ([({1, 3}, 11)], 3)


def test_then_the_whole_box() -> None:
    assert merged(p1=3, p2=3, p3=3, p4=3) == ([({1, 2, 3, 4}, 12)], 0)


def test_what_does_not_make_ten_is_left() -> None:
    assert merged(p1=3, p2=3, p4=3) == ([], 9)


async def test_a_closed_box_takes_nothing_and_forgets_which_tickets_were_used(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    async with casting(ballots) as slots:
        await slots.cast(make_ticket(box_id), make_content(), NOON)
        step_to(AFTER_CLOSE)
        (mixed,) = await mix(ballots, keys, folder, SHELF)
        assert mixed.closed
        with pytest.raises(Closed):  # even by a clock that is late
            await slots.cast(make_ticket(box_id), make_content(), NOON)
    async with ballots.reading() as session:
        assert not (await session.exec(select(Spent))).all()
    assert await mix(ballots, keys, folder, SHELF) == []


async def test_small_groups_are_mixed_together_under_what_they_have_in_common(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    parts = (NORTH_PLANNED, NORTH_SUDDEN, SOUTH_PLANNED)
    box_id = await make_box(ballots, keys, *parts)
    for part, size in zip(parts, (6, 5, 11), strict=True):
        await cast(ballots, box_id, [make_content() for _ in range(size)], part.number)
    step_to(AFTER_CLOSE)
    assert await mix(ballots, keys, folder, SHELF) == [Mixed(box_id, (3, 4), 22, 0, True)]
    async with ballots.reading() as session:
        united = (await session.exec(select(Group).where(col(Group.merged)))).one()
        numbers = (await session.exec(select(Answer.group_number))).all()
        (shown,) = await showing.shown(session, "geti", [Quarter(2026, 3)])
    assert (united.number, united.regions, united.kinds) == (4, ["north"], ["planned", "sudden"])
    assert sorted(numbers) == [3] * 11 + [4] * 11
    assert {cell: shown.cells[cell][""].base for cell in shown.cells} == {
        "all": 22,
        "region:north": 11,
        "region:south": 11,
        "kind:planned": 11,
        "kind:": 11,
    }
    assert keys.names("box-") == []


async def test_a_part_that_holds_all_makes_what_it_merges_with_hold_all(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys, NORTH_PLANNED, OTHERS)
    for part in (NORTH_PLANNED, OTHERS):
        await cast(ballots, box_id, [make_content() for _ in range(5)], part.number)
    step_to(AFTER_CLOSE)
    await mix(ballots, keys, folder, SHELF)
    async with ballots.reading() as session:
        united = (await session.exec(select(Group).where(col(Group.merged)))).one()
    assert (united.regions, united.kinds) == ([], [])


async def test_fewer_than_ten_in_a_box_wait_on_without_their_group(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys, NORTH_PLANNED, SOUTH_PLANNED)
    for part in (NORTH_PLANNED, SOUTH_PLANNED):
        await cast(ballots, box_id, [make_content() for _ in range(4)], part.number)
    step_to(AFTER_CLOSE)
    assert await mix(ballots, keys, folder, SHELF) == [Mixed(box_id, (), 0, 0, True)]
    async with ballots.reading() as session:
        envelopes = (await session.exec(select(Envelope))).all()
        assert await count_waiting(session, box_id) == 8
        (shown,) = await showing.shown(session, "geti", [Quarter(2026, 3)])
    assert (shown.waiting, shown.cells) == (0, {})
    assert {envelope.group_number for envelope in envelopes} == {0}
    assert keys.names("box-") == sorted({envelope.key_name for envelope in envelopes})


@pytest.mark.parametrize("at", ["unsealed", "put", "written", "committed", "kept", "vacuumed"])
async def test_a_crash_while_closing_loses_and_doubles_nothing(
    ballots: Database, keys: KeyFolder, folder: Path, at: str
) -> None:
    box_id = await make_box(ballots, keys, NORTH_PLANNED, NORTH_SUDDEN, SOUTH_PLANNED)
    for part, size in ((NORTH_PLANNED, 12), (NORTH_SUDDEN, 4), (SOUTH_PLANNED, 3)):
        await cast(ballots, box_id, [make_content() for _ in range(size)], part.number)
    step_to(AFTER_CLOSE)

    def crash(step: str) -> None:
        if step == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await mix(ballots, keys, folder, SHELF, after=crash)
    await mix(ballots, keys, folder, SHELF)
    async with ballots.reading() as session:
        assert len((await session.exec(select(Answer))).all()) == 12
        assert await count_waiting(session, box_id) == 7
        assert keys.names("box-") == sorted(
            await session.exec(select(Envelope.key_name).distinct())
        )


async def test_what_was_set_aside_is_never_opened_and_only_counted(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys, Part(WHOLE), Part(ASIDE))
    await cast(ballots, box_id, [make_content() for _ in range(12)], ASIDE)
    assert await mix(ballots, keys, folder, SHELF) == []
    async with ballots.reading() as session:
        (shown,) = await showing.shown(session, "geti", [Quarter(2026, 3)])
        assert (shown.waiting, await count_waiting(session, box_id)) == (0, 12)
    step_to(AFTER_CLOSE)
    assert await mix(ballots, keys, folder, SHELF) == [Mixed(box_id, (), 0, 0, True)]
    async with ballots.reading() as session:
        box = await session.get_one(Box, box_id)
        assert await count_waiting(session, box_id) == 0
    assert (box.set_aside, box.unopened) == (12, 0)
    assert keys.names("box-") == []
