"""Ten together, in no order, once, and their key is gone."""

import asyncio
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from app.ballots.boxes import EditionChanged, Part
from app.ballots.boxkeys import WrongKeyFolder
from app.ballots.content import Content
from app.ballots.mixing import Mixed
from app.ballots.tables import Answer, Box, CountingCode, Envelope, Group, Remark, Tally
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.locking import Taken
from app.lib.turns import turn
from tests.databases import Template
from tests.making.ballots import (
    NOON,
    SHELF,
    cast,
    casting,
    make_box,
    make_content,
    make_ticket,
    mix,
)


class Crash(BaseException):
    """The machine stops here."""


def contents(number: int) -> list[Content]:
    return [make_content({"fair": "yes", "days": n}, f"remark {n}") for n in range(number)]


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def kept(database: Database) -> tuple[Counter[int], set[str], int, int]:
    """The days answered, the remarks, the codes' number, and how many envelopes still wait."""
    async with database.reading() as session:
        answers = (await session.exec(select(Answer.closed))).all()
        remarks = (await session.exec(select(Remark.text))).all()
        codes = (await session.exec(select(CountingCode))).all()
        waiting = (await session.exec(select(Envelope.id))).all()
    return Counter(closed["days"] for closed in answers), set(remarks), len(codes), len(waiting)


def everything(number: int) -> tuple[Counter[int], set[str], int, int]:
    return Counter(range(number)), {f"remark {n}" for n in range(number)}, number, 0


async def test_nine_wait_and_ten_are_mixed(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    answers = contents(10)
    await cast(ballots, box_id, answers[:9])
    assert await mix(ballots, keys, folder, SHELF) == []
    await cast(ballots, box_id, answers[9:])
    assert await mix(ballots, keys, folder, SHELF) == [Mixed(box_id, (1,), 10, 0, False)]
    assert await kept(ballots) == everything(10)
    async with ballots.reading() as session:
        codes = set(await session.exec(select(CountingCode.hash)))
        tallies = await session.exec(select(Tally).where(col(Tally.question) == "days"))
        counts = {tally.option: tally.count for tally in tallies}
    assert codes == {sha256(content.code.encode()).hexdigest() for content in answers}
    assert counts == {"*": 10, "0": 1, "1-3": 3, "4-50": 6}


async def test_no_answer_stays_beside_those_it_came_with_and_all_are_counted(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    short = make_content({"fair": "yes", "days": 1})
    long = make_content({"fair": "no", "days": 30, "why": ["tone"]})
    await cast(ballots, box_id, [short, long] * 40)
    await mix(ballots, keys, folder, SHELF)
    async with ballots.reading() as session:
        rows = list(await session.exec(select(Answer.closed)))
        tallies = await session.exec(select(Tally).where(Tally.question == "why"))
        counts = {tally.option: tally.count for tally in tallies}
    # Eighty dealt blindly: the rows of each of the four kinds are 20, give or take 2.2.
    together = Counter((row["fair"], row["days"]) for row in rows)
    assert len(together) == 4 and max(together.values()) < 36
    assert len({("why" in row, row["fair"]) for row in rows}) == 4
    assert Counter(row["fair"] for row in rows) == {"yes": 40, "no": 40}
    assert Counter(row["days"] for row in rows) == {1: 40, 30: 40}
    assert counts == {"*": 40, "tone": 40}  # as asked: those who said yes never were


async def test_each_group_waits_for_its_own_ten(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys, Part(1), Part(2))
    await cast(ballots, box_id, contents(12), group_number=1)
    await cast(ballots, box_id, contents(9), group_number=2)
    (mixed,) = await mix(ballots, keys, folder, SHELF)
    assert (mixed.groups, mixed.count) == ((1,), 12)
    assert (await kept(ballots))[3] == 9


async def test_after_mixing_the_key_is_gone_and_the_next_answer_falls_under_another(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    before = keys.names("box-")
    async with casting(ballots) as slots:
        for content in contents(10):
            await slots.cast(make_ticket(box_id), content, NOON)
        await mix(ballots, keys, folder, SHELF)
        await slots.cast(make_ticket(box_id), make_content(), NOON)
    async with ballots.reading() as session:
        group = (await session.exec(select(Group))).one()
        envelope = (await session.exec(select(Envelope))).one()
    assert keys.names("box-") == [group.key_name] == [envelope.key_name] != before


async def test_answers_that_come_while_others_are_mixed_are_all_kept(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    async with casting(ballots) as slots:
        storm = asyncio.gather(
            *(slots.cast(make_ticket(box_id), content, NOON) for content in contents(150))
        )
        mixed = [one for _ in range(4) for one in await mix(ballots, keys, folder, SHELF)]
        await storm
    days, _, _, waiting = await kept(ballots)
    assert days.total() == sum(m.count for m in mixed) and days.total() + waiting == 150
    assert days <= Counter(range(150))


GROUP = ("unsealed", "put", "moved", "written", "committed", "kept")
STEPS = ["settled", "destroyed", *GROUP, *GROUP, "settled", "vacuumed", "destroyed"]


@pytest.mark.parametrize("at", range(len(STEPS)))
async def test_a_crash_at_any_step_loses_and_doubles_nothing(
    ballots: Database, keys: KeyFolder, folder: Path, at: int
) -> None:
    box_id = await make_box(ballots, keys, Part(1), Part(2))
    answers = contents(24)
    await cast(ballots, box_id, answers[:12], group_number=1)
    await cast(ballots, box_id, answers[12:], group_number=2)
    steps: list[str] = []

    def crash(step: str) -> None:
        steps.append(step)
        if len(steps) > at:
            raise Crash

    with pytest.raises(Crash):
        await mix(ballots, keys, folder, SHELF, after=crash)
    assert steps == STEPS[: at + 1]
    await mix(ballots, keys, folder, SHELF)
    assert await kept(ballots) == everything(24)
    batches = [path for path in files(folder) if not path.name.startswith("spent-")]
    assert [path.suffix for path in batches] == [".jsonl", ".jsonl"]
    async with ballots.reading() as session:
        named = sorted(await session.exec(select(Group.key_name)))
        counted = await session.exec(
            select(Tally.count).where(Tally.question == "", Tally.option == "*")
        )
        assert sum(counted) == 24
    assert keys.names("box-") == named


async def test_a_broken_envelope_is_kept_aside_and_holds_up_nobody(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    await cast(ballots, box_id, contents(11))
    async with ballots.transaction() as session:
        envelope = (await session.exec(select(Envelope).limit(2))).all()
        for one in envelope:
            one.sealed = one.sealed[:-1] + bytes([one.sealed[-1] ^ 1])
    assert await mix(ballots, keys, folder, SHELF) == [Mixed(box_id, (), 0, 2, False)]
    await cast(ballots, box_id, [make_content({"fair": "yes", "days": 99})])
    assert await mix(ballots, keys, folder, SHELF) == [Mixed(box_id, (1,), 10, 0, False)]
    async with ballots.reading() as session:
        aside = (await session.exec(select(Envelope.broken))).all()
    assert aside == [True, True] and len(keys.names("box-")) == 1


async def test_a_group_whose_key_was_lost_gets_a_new_one(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    keys.destroy(keys.names("box-")[0])
    assert await mix(ballots, keys, folder, SHELF) == []
    await cast(ballots, box_id, contents(10))
    (mixed,) = await mix(ballots, keys, folder, SHELF)
    assert (mixed.count, mixed.broken) == (10, 0)


async def test_only_the_machine_with_the_first_key_folder_mixes(
    ballots: Database, keys: KeyFolder, folder: Path, tmp_path: Path
) -> None:
    await make_box(ballots, keys)
    with pytest.raises(WrongKeyFolder, match="PIKIR_KEY_FOLDER"):
        await mix(ballots, KeyFolder(tmp_path / "other"), folder, SHELF)


async def test_keys_of_another_database_in_the_same_folder_are_left_alone(
    ballots: Database,
    keys: KeyFolder,
    folder: Path,
    ballots_template: Template,
    tmp_path: Path,
) -> None:
    box_id = await make_box(ballots, keys)
    await cast(ballots, box_id, contents(10))
    other = Database(ballots_template.copy(tmp_path))
    await make_box(other, keys)
    await mix(other, keys, folder, SHELF)
    await other.close()
    (mixed,) = await mix(ballots, keys, folder, SHELF)
    assert (mixed.count, mixed.broken) == (10, 0)


async def test_two_do_not_mix_at_once(ballots: Database, keys: KeyFolder, folder: Path) -> None:
    async with turn("mixing", ballots, keys):
        with pytest.raises(Taken):
            await mix(ballots, keys, folder, SHELF)
    await mix(ballots, keys, folder, SHELF)


async def test_answers_wait_while_their_edition_is_altered(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    await cast(ballots, box_id, contents(10))
    async with ballots.transaction() as session:
        hash_then = (await session.exec(select(Box.edition_hash))).one()
        await session.exec(update(Box).values(edition_hash="f" * 64))
    with pytest.raises(EditionChanged, match=r"short/1\.yaml"):
        await mix(ballots, keys, folder, SHELF)
    async with ballots.transaction() as session:
        await session.exec(update(Box).values(edition_hash=hash_then))
    await mix(ballots, keys, folder, SHELF)
    assert await kept(ballots) == everything(10)


async def test_two_answers_with_one_counting_code_stop_nothing(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    box_id = await make_box(ballots, keys)
    same = [make_content()] * 10
    for _ in range(2):
        await cast(ballots, box_id, same)
        (mixed,) = await mix(ballots, keys, folder, SHELF)
        assert mixed.count == 10
    async with ballots.reading() as session:
        assert len((await session.exec(select(CountingCode))).all()) == 1
