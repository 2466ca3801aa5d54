"""What quarters leave unopened: opened together at the year's end, or destroyed unopened."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from app.ballots import batchfiles, showing
from app.ballots.boxes import BoxName, Channel, open_to_all
from app.ballots.mixing import Mixed
from app.ballots.tables import Answer, Box, Envelope, Remark, Snapshot
from app.lib.clock import step_to
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from tests.making.ballots import NOON, SHELF, SHORT, cast, make_box, make_content, mix

YEAR_ENDS = datetime(2027, 2, 14, 18, tzinfo=UTC)  # midnight in Bishkek: the fourth box closes
NOT_YET = datetime(2027, 2, 14, 17, tzinfo=UTC)


async def answered(
    ballots: Database,
    keys: KeyFolder,
    quarter: Quarter,
    count: int,
    *,
    inspectorate: str = "geti",
    channel: Channel = "invited",
) -> str:
    """So many answer about a quarter, whose box is open until it is closed by its day."""
    name = BoxName(inspectorate, quarter, SHORT.name, SHORT.edition, channel)
    closes_on = max(quarter.closes_on, date(2026, 8, 4))  # not before it is answered
    box_id = await make_box(ballots, keys, name=name, closes_on=closes_on)
    await cast(ballots, box_id, [make_content(remark=f"of {quarter}") for _ in range(count)])
    return box_id


async def year_box(ballots: Database) -> Box | None:
    async with ballots.reading() as session:
        return (await session.exec(select(Box).where(col(Box.quarter) == "2026"))).one_or_none()


async def left(ballots: Database) -> tuple[int, int]:
    """Envelopes and answers."""
    async with ballots.reading() as session:
        envelopes = (await session.exec(select(Envelope.id))).all()
        return len(envelopes), len((await session.exec(select(Answer.id))).all())


async def mixed(ballots: Database, keys: KeyFolder, folder: Path, at: datetime) -> list[Mixed]:
    step_to(at)
    return await mix(ballots, keys, folder, SHELF)


async def test_small_quarters_are_mixed_together_when_the_year_is_over(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    small = [
        await answered(ballots, keys, Quarter(2026, number), count)
        for number, count in ((2, 4), (3, 5), (4, 3))
    ]
    await mixed(ballots, keys, folder, NOT_YET)
    assert await year_box(ballots) is None
    assert await left(ballots) == (12, 0)
    done = await mixed(ballots, keys, folder, YEAR_ENDS)
    year = await year_box(ballots)
    assert year
    assert done == [Mixed(small[2], (), 0, 0, True), Mixed(year.id, (0,), 12, 0, True)]
    assert (year.closed, year.unopened) == (True, 0)
    assert await left(ballots) == (0, 12)
    assert keys.names("box-") == []
    async with ballots.reading() as session:
        quarters = [await session.get_one(Box, id_) for id_ in small]
        of_answers = set(await session.exec(select(Answer.box_id)))
        remarks = set(await session.exec(select(Remark.box_id)))
        shown = {one.question: one.base for one in await session.exec(select(Snapshot))}
    assert [quarter.unopened for quarter in quarters] == [4, 5, 3]
    assert of_answers == remarks == {year.id}
    assert shown["fair"] == 12
    assert await mixed(ballots, keys, folder, YEAR_ENDS) == []


async def test_the_remarks_that_a_year_leaves_are_read_with_its_last_quarter(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    for number in (2, 3):
        await answered(ballots, keys, Quarter(2026, number), 6)
    await mixed(ballots, keys, folder, YEAR_ENDS)
    quarters = [Quarter(2026, 3), Quarter(2026, 4)]
    async with ballots.reading() as session:
        said = await showing.remarks(session, "geti", Quarter(2026, 4))
        assert sorted(each.text for each in said) == ["of 2026-Q2"] * 6 + ["of 2026-Q3"] * 6
        assert await showing.remark(session, "geti", Quarter(2026, 4), said[0].id) == said[0]
        assert await showing.remarks(session, "geti", Quarter(2026, 3)) == []
        assert await showing.remarks(session, "geti", Quarter(2025, 4)) == []
        counted = await showing.count_remarks(session, "geti", quarters)
        assert list(counted.values()) == [0, 12]


async def test_a_year_that_stays_under_ten_is_destroyed_and_counted(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await answered(ballots, keys, Quarter(2026, 3), 5)
    await answered(ballots, keys, Quarter(2026, 4), 4)
    await mixed(ballots, keys, folder, YEAR_ENDS)
    year = await year_box(ballots)
    assert year
    assert (year.closed, year.unopened) == (True, 9)
    assert await left(ballots) == (0, 0)
    assert keys.names("box-") == []
    assert list(folder.glob("*")) == []


async def test_nothing_crosses_a_year_an_inspectorate_or_a_channel(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await answered(ballots, keys, Quarter(2026, 3), 6)
    await answered(ballots, keys, Quarter(2025, 4), 6)
    await answered(ballots, keys, Quarter(2026, 3), 6, inspectorate="sanepid")
    await answered(ballots, keys, Quarter(2026, 3), 6, channel="open")
    await mixed(ballots, keys, folder, YEAR_ENDS)
    async with ballots.reading() as session:
        years = (
            await session.exec(select(Box).where(col(Box.quarter).in_(["2025", "2026"])))
        ).all()
    assert sorted((box.inspectorate, box.quarter, box.channel, box.unopened) for box in years) == [
        ("geti", "2025", "invited", 6),
        ("geti", "2026", "invited", 6),
        ("geti", "2026", "open", 6),
        ("sanepid", "2026", "invited", 6),
    ]
    assert await left(ballots) == (0, 0)


async def test_a_year_in_which_everything_was_opened_has_no_box(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await answered(ballots, keys, Quarter(2026, 3), 10)
    await mixed(ballots, keys, folder, YEAR_ENDS)
    assert await year_box(ballots) is None


async def test_the_box_of_a_year_takes_no_answers(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await answered(ballots, keys, Quarter(2026, 3), 5, channel="open")
    await mixed(ballots, keys, folder, YEAR_ENDS)
    async with ballots.reading() as session:
        assert await open_to_all(session, "geti", SHORT.name, NOON) == []


@pytest.mark.parametrize("at", ["unsealed", "put", "written", "committed", "kept", "vacuumed"])
async def test_a_crash_at_the_years_end_loses_and_doubles_nothing(
    ballots: Database, keys: KeyFolder, folder: Path, at: str
) -> None:
    await answered(ballots, keys, Quarter(2026, 2), 6)
    await answered(ballots, keys, Quarter(2026, 3), 6)
    await mixed(ballots, keys, folder, NOT_YET)
    step_to(YEAR_ENDS)

    def crash(step: str) -> None:
        if step == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await mix(ballots, keys, folder, SHELF, after=crash)
    await mixed(ballots, keys, folder, YEAR_ENDS)
    assert await left(ballots) == (0, 12)
    assert keys.names("box-") == []
    assert len(batchfiles.kept(folder)) == 1


async def test_the_years_batch_lies_in_a_file_like_any_other(
    ballots: Database, keys: KeyFolder, folder: Path
) -> None:
    await answered(ballots, keys, Quarter(2026, 2), 6)
    await answered(ballots, keys, Quarter(2026, 3), 6)
    await mixed(ballots, keys, folder, YEAR_ENDS)
    year = await year_box(ballots)
    assert year
    (file,) = batchfiles.kept(folder)
    batch = batchfiles.read(file)
    assert (batch.box.id, batch.box.quarter, len(batch.answers)) == (year.id, "2026", 12)
