"""A closed quarter becomes a release, once."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app.accounts import audit, chain
from app.ballots.boxes import Part
from app.ballots.content import Content
from app.ballots.tables import Snapshot
from app.lib import clock as moments
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.mail.suppressing import suppress
from app.publications.archive import releases_of
from app.publications.calendar import due_at
from app.publications.document import Document, digest, read
from app.publications.drafting import StillMixing
from app.publications.releasing import StillOpen, release, release_due
from app.publications.tables import Release
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.results.auditing.looking_back import Telling
from tests.making.ballots import SHELF, SHORT, cast, make_box, make_content, mix
from tests.making.invitations import make_inviting_box
from tests.making.registry import make_inspection, make_inspectorate

QUARTER = Quarter(2026, 3)
LAST_DAY = datetime(2026, 11, 14, 12, tzinfo=UTC)
NEXT_DAY = datetime(2026, 11, 14, 18, tzinfo=UTC)  # midnight in Bishkek
PART = Part(1, ("KG-GB",))


@pytest.fixture
async def inspectorate(people: Database) -> Inspectorate:
    """Thirty inspections of the quarter."""
    async with people.transaction() as session:
        body = await make_inspectorate(session, questionnaires={"scheduled": SHORT.name})
        for _ in range(30):
            await make_inspection(session, body)
    return body


async def released(
    people: Database,
    ballots: Database,
    inspectorate: Inspectorate,
    now: datetime = NEXT_DAY,
    shelf: Shelf = SHELF,
) -> Release:
    return await release(people, ballots, shelf, inspectorate, QUARTER, now)


async def close(ballots: Database, keys: KeyFolder, folder: Path, answers: int) -> None:
    """A box with so many answers, mixed after its last day."""
    box = await make_box(ballots, keys, PART)
    await cast(ballots, box, said(answers))
    moments.step_to(NEXT_DAY)
    await mix(ballots, keys, folder, SHELF)


def said(answers: int) -> list[Content]:
    opinions = ("yes", "yes", "no")
    return [make_content({"fair": opinions[n % 3]}) for n in range(answers)]


@pytest.mark.usefixtures("clock")
async def test_a_release_holds_the_figures_the_questions_and_the_rates(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder, tmp_path: Path
) -> None:
    await close(ballots, keys, tmp_path, 12)
    row = await released(people, ballots, inspectorate)
    document = read(row.document)
    (result,) = document.of_channel("invited")
    assert result.rates
    assert (result.rates.inspections, result.rates.answered) == (30, 12)
    assert result.question("fair").positive == round(8 / 12, 4)
    assert document.questionnaires == (SHORT,)
    assert len(document.counting_codes) == 12
    assert list(document.counting_codes) == sorted(document.counting_codes)
    assert row.digest == digest(row.document)


async def test_a_release_tells_the_head_of_the_audit_trail(
    people: Database, ballots: Database, inspectorate: Inspectorate
) -> None:
    async with people.transaction() as session:
        audit.record(session, None, "entered an inspection")
    async with people.reading() as session:
        head = await chain.head(session)
    document = read((await released(people, ballots, inspectorate)).document)
    assert document.audit_head == head.digest.hex()


@pytest.mark.usefixtures("clock")
async def test_a_release_tells_who_was_not_asked_and_why(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder, tmp_path: Path
) -> None:
    async with people.transaction() as session:
        make_inviting_box(session, inspectorate, questionnaire=SHORT.name)
        refusing = await make_inspection(session, inspectorate, email="no@mail.kg")
        await suppress(session, refusing.email_print or b"", "unsubscribed")
    await close(ballots, keys, tmp_path, 12)
    document = read((await released(people, ballots, inspectorate)).document)
    (result,) = document.of_channel("invited")
    rates = result.rates
    assert rates
    assert (rates.suppressed, rates.too_late, rates.to_invite) == (1, rates.with_email - 1, 0)
    assert rates.with_email > 1


@pytest.mark.usefixtures("clock")
async def test_a_quarter_is_not_released_while_answers_are_taken(
    people: Database, ballots: Database, inspectorate: Inspectorate
) -> None:
    with pytest.raises(StillOpen):
        await released(people, ballots, inspectorate, LAST_DAY)


async def test_nor_before_its_answers_are_mixed(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder
) -> None:
    await cast(ballots, await make_box(ballots, keys, PART), said(12))
    with pytest.raises(StillMixing):
        await released(people, ballots, inspectorate)


async def test_who_writes_meanwhile_and_who_drafts_do_not_wait_for_each_other(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder
) -> None:
    await make_box(ballots, keys, PART)
    async with people.transaction() as session:
        await make_inspection(session, inspectorate)
        with pytest.raises(StillMixing):
            await released(people, ballots, inspectorate)


@pytest.mark.usefixtures("clock")
async def test_releasing_twice_changes_no_byte(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder, tmp_path: Path
) -> None:
    await close(ballots, keys, tmp_path, 12)
    first = await released(people, ballots, inspectorate)
    async with people.transaction() as session:
        await make_inspection(session, inspectorate)  # entered late
    again = await released(people, ballots, inspectorate, NEXT_DAY + timedelta(days=9))
    assert (again.id, again.document) == (first.id, first.document)


@pytest.mark.usefixtures("clock")
async def test_releasing_at_once_from_several_places_makes_one_release(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder, tmp_path: Path
) -> None:
    await close(ballots, keys, tmp_path, 12)
    rows = await asyncio.gather(
        *(
            released(people, ballots, inspectorate, NEXT_DAY + timedelta(seconds=n))
            for n in range(5)
        )
    )
    assert len({row.digest for row in rows}) == 1
    async with people.reading() as session:
        assert len(await releases_of(session, inspectorate)) == 1


@pytest.mark.usefixtures("clock")
async def test_under_ten_answers_only_the_rates_are_told(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder, tmp_path: Path
) -> None:
    await close(ballots, keys, tmp_path, 9)
    document = read((await released(people, ballots, inspectorate)).document)
    (result,) = document.of_channel("invited")
    assert result.rates
    assert (result.answered, result.rates.answered) == (9, 9)
    assert all(question.withheld for question in result.questions)
    assert document.counting_codes == ()


async def test_a_quarter_without_inspections_is_released(
    people: Database, ballots: Database
) -> None:
    async with people.transaction() as session:
        body = await make_inspectorate(session)
    document: Document = read((await released(people, ballots, body, shelf=Shelf())).document)
    assert [result.answered for result in document.results] == [0]


@pytest.mark.usefixtures("clock")
async def test_the_worker_releases_every_due_quarter_at_its_minute_and_once(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder, tmp_path: Path
) -> None:
    await close(ballots, keys, tmp_path, 12)
    due = due_at(QUARTER, "KG")
    assert await release_due(people, ballots, SHELF, due - timedelta(minutes=1)) == []
    (row,) = await release_due(people, ballots, SHELF, due)
    assert row.quarter == "2026-Q3"
    assert await release_due(people, ballots, SHELF, due + timedelta(minutes=1)) == []
    assert inspectorate.id == row.inspectorate_id


async def test_a_release_that_is_not_ready_is_delayed_and_stops_no_other(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder
) -> None:
    await make_box(ballots, keys, PART)  # not closed by the mixer yet
    assert await release_due(people, ballots, SHELF, due_at(QUARTER, "KG")) == []
    assert inspectorate


@pytest.mark.usefixtures("clock")
async def test_nothing_is_released_that_was_not_audited(
    people: Database, ballots: Database, inspectorate: Inspectorate, keys: KeyFolder, tmp_path: Path
) -> None:
    await close(ballots, keys, tmp_path, 12)
    async with ballots.transaction() as session:
        for snapshot in await session.exec(select(Snapshot).where(Snapshot.question == "fair")):
            snapshot.base -= 1  # by hand: no move leads there
    with pytest.raises(Telling, match="2026-Q3 fair"):
        await released(people, ballots, inspectorate)


@pytest.mark.usefixtures("clock")
async def test_the_log_says_why_a_release_is_delayed_that_would_tell(
    people: Database,
    ballots: Database,
    inspectorate: Inspectorate,
    keys: KeyFolder,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await close(ballots, keys, tmp_path, 12)
    async with ballots.transaction() as session:
        for snapshot in await session.exec(select(Snapshot).where(Snapshot.question == "fair")):
            snapshot.base -= 1
    assert await release_due(people, ballots, SHELF, due_at(QUARTER, "KG")) == []
    (logged,) = caplog.messages
    assert logged.startswith("geti 2026-Q3 is delayed: What is shown tells what is hidden:")
    assert "`pikir disclosure geti 2026` says more." in logged
