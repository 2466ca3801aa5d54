"""What is shown moves by ten people at a time, and is never more than what was counted."""

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import select

from app.ballots import moving, showing, tallying
from app.ballots.boxes import BoxName, Part
from app.ballots.pooling import Pool
from app.ballots.showing import Said
from app.ballots.tables import Box, Group, Move, Snapshot, Tally
from app.ballots.versions import Label, common, labels_of
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.results.auditing.attacking import may_show
from tests.making.ballots import SHELF, SHORT, cast, count_waiting, make_box, make_content, mix

QUARTER = Quarter(2026, 3)


def group(number: int, regions: list[str], kinds: list[str], *, merged: bool = False) -> Group:
    return Group(
        box_id="",
        number=number,
        regions=regions,
        kinds=kinds,
        key_name="",
        public_key=b"",
        merged=merged,
    )


GROUPS = [
    group(1, ["north"], ["planned"]),
    group(2, ["north"], ["sudden"]),
    group(3, ["south", "east"], ["planned"]),
]


def test_a_cell_is_made_of_groups_that_lie_wholly_in_it() -> None:
    labels = labels_of(GROUPS)
    assert labels == {
        1: Label("north", "planned"),
        2: Label("north", "sudden"),
        3: Label("", "planned"),
    }
    assert common(labels, Pool((1, 2), {})) == Label("north", "")
    assert common(labels, Pool((1, 3), {})) == Label("", "planned")


async def test_a_question_that_few_answered_is_shown_once_ten_did(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys, Part(1, ("north",)))
    for times in (1, 2):
        await cast(ballots, box_id, [make_content({"fair": "no", "why": ["tone"]})] * 6)
        await cast(ballots, box_id, [make_content({"fair": "yes"})] * 6)
        await mix(ballots, keys, folder, SHELF)
        async with ballots.reading() as session:
            (shown,) = await showing.shown(session, "geti", [QUARTER])
        cell = shown.cells["region:north"]
        assert cell[""].base == cell["fair"].base == 12 * times
        assert cell["fair"].counts == {"yes": 6 * times, "no": 6 * times}
        assert "days" not in cell
    assert (cell["why"].base, cell["why"].counts) == (12, {"tone": 12})


async def move(ballots: Database, box_id: str, **fair: int) -> Snapshot | None:
    """What is shown of a sensitive question after so many more have chosen each option."""
    fair_to_few = replace(SHORT.question("fair"), publish_min_base=30)
    counts = tallying.Counts({("fair", option): n for option, n in fair.items()})
    counts["fair", "*"] = sum(fair.values())
    async with ballots.transaction() as session:
        await tallying.add(session, box_id, 1, counts)
        box = await session.get_one(Box, box_id)
        await moving.move(session, box, replace(SHORT, questions=(fair_to_few,)), may_show)
        return await session.get(Snapshot, (box_id, "all", "fair"))


async def test_a_sensitive_question_moves_by_as_many_as_it_may_be_shown_of(
    ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys)
    assert await move(ballots, box_id, yes=14, no=15) is None
    first = await move(ballots, box_id, yes=1)
    assert first and first.base == 30
    later = await move(ballots, box_id, yes=14, no=15)
    assert later and later.base == 30
    last = await move(ballots, box_id, no=1)
    assert last and (last.base, last.counts) == (60, {"yes": 29, "no": 31})


async def test_a_table_of_many_waits_for_a_twentieth_of_itself_until_its_box_closes(
    ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys)
    shown = []
    for came, closed in ((400, False), (12, False), (8, False), (10, False), (0, True)):
        async with ballots.transaction() as session:
            box = await session.get_one(Box, box_id)
            box.closed = closed
            given = {("fair", "*"): came, ("fair", "yes"): came // 2, ("fair", "no"): came // 2}
            if came:
                await tallying.add(session, box_id, 1, tallying.Counts(given))
            await moving.move(session, box, SHORT, lambda _question, _versions: True)
            snapshot = await session.get_one(Snapshot, (box_id, "all", "fair"))
            shown.append(snapshot.base)
    assert shown == [400, 400, 420, 420, 430]


async def test_answers_outside_the_shares_hide_nobody(ballots: Database, keys: KeyFolder) -> None:
    box_id = await make_box(ballots, keys)
    first = await move(ballots, box_id, yes=20, no=10)
    assert first and first.base == 30
    later = await move(ballots, box_id, unsure=29, no=1)
    assert later and later.counts == {"yes": 20, "no": 10}
    last = await move(ballots, box_id, yes=29)
    assert last and (last.base, last.counts) == (89, {"yes": 49, "no": 11, "unsure": 29})


async def test_newcomers_who_all_say_the_same_wait_for_somebody_else(
    ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys)
    await move(ballots, box_id, yes=20, no=10)
    later = await move(ballots, box_id, yes=30)
    assert later and later.counts == {"yes": 20, "no": 10}
    last = await move(ballots, box_id, no=1)
    assert last and last.counts == {"yes": 50, "no": 11}


async def test_where_everybody_has_always_said_the_same_nothing_waits(
    ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys)
    await move(ballots, box_id, no=30)
    later = await move(ballots, box_id, no=30)
    assert later and later.counts == {"no": 60}


async def test_what_waits_is_told_in_tens_from_one_mixing_to_the_next(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys, Part(1), Part(2))
    await cast(ballots, box_id, [make_content() for _ in range(9)], 1)
    await cast(ballots, box_id, [make_content() for _ in range(9)], 2)
    for known in (0, 10):
        async with ballots.reading() as session:
            (shown,) = await showing.shown(session, "geti", [QUARTER])
            assert await count_waiting(session, box_id) == 18
        assert shown.waiting == known
        await mix(ballots, keys, folder, SHELF)


async def test_remarks_are_read_apart_from_answers(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    contents = [make_content(remark=f"remark {n}") for n in range(10)]
    await cast(ballots, box_id, contents)
    await mix(ballots, keys, folder, SHELF)
    async with ballots.reading() as session:
        said = await showing.remarks(session, "geti", QUARTER)
        codes = await showing.counting_codes(session, [box_id])
        assert await showing.remarks(session, "geti", QUARTER.next) == []
        counted = await showing.count_remarks(session, "geti", [QUARTER, QUARTER.next])
    said.sort(key=lambda one: one.text)
    assert said == [Said(said[n].id, "short", "remark", f"remark {n}") for n in range(10)]
    assert counted == {QUARTER: 10, QUARTER.next: 0}
    assert len(codes) == 10 and codes == sorted(codes)


async def test_editions_and_questionnaires_are_shown_apart(
    ballots: Database, keys: KeyFolder
) -> None:
    for name in ("short", "long"):
        await make_box(ballots, keys, name=BoxName("geti", QUARTER, name, 1))
    async with ballots.reading() as session:
        shown = await showing.shown(session, "geti", [QUARTER])
    assert [one.questionnaire for one in shown] == ["long", "short"]


# The groups that lie wholly in a cell.
CELLS = {
    "all": [1, 2, 3],
    "region:north": [1, 2],
    "region:": [3],
    "kind:planned": [1, 3],
    "kind:sudden": [2],
}

# Batches as they might come: per batch its group, and how many answered each of two questions.
batches = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 13), st.integers(0, 13)), min_size=1, max_size=8
)


@given(batches)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_no_cell_ever_moves_by_fewer_than_ten_people(
    ballots: Database, keys: KeyFolder, coming: list[tuple[int, int, int]]
) -> None:
    parts = [Part(group.number, tuple(group.regions), tuple(group.kinds)) for group in GROUPS]
    box_id = await make_box(ballots, keys, *parts)
    before: dict[tuple[str, str], int] = {}
    for number, first, second in coming:
        async with ballots.transaction() as session:
            counts = tallying.Counts(
                {("days", "*"): first, ("fair", "*"): second, ("fair", "yes"): second}
            )
            await tallying.add(session, box_id, number, counts)
            box = await session.get_one(Box, box_id)
            await moving.move(session, box, SHORT, lambda _question, _versions: True)
        async with ballots.reading() as session:
            now = {(one.cell, one.question): one for one in await session.exec(select(Snapshot))}
            tallies = (await session.exec(select(Tally))).all()
        for (cell, question), snapshot in now.items():
            numbers = CELLS[cell]
            counted = sum(
                tally.count
                for tally in tallies
                if (tally.question, tally.option) == (question, "*")
                and tally.group_number in numbers
            )
            grown = snapshot.base - before.get((cell, question), 0)
            assert grown == 0 or grown >= 10
            assert counted - 10 * len(numbers) < snapshot.base <= counted
            assert question == "days" or snapshot.counts.get("yes", 0) == snapshot.base
        before = {place: snapshot.base for place, snapshot in now.items()}
    async with ballots.transaction() as session:
        for table in (Tally, Snapshot, Move):
            await session.exec(delete(table))
