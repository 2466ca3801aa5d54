"""A year is released after its quarters: what they published, and what they left."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import delete

from app.ballots.boxes import BoxName, Channel
from app.lib import clock as moments
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.publications.annual import due_years, release_due_years, release_year
from app.publications.annual_document import AnnualDocument, PublishedYear
from app.publications.annual_drafting import QuartersFirst
from app.publications.drafting import StillMixing
from app.publications.publishing import publish
from app.publications.releasing import release
from app.publications.tables import AnnualRelease
from app.publications.taking_back import take_back
from app.registry.tables import Inspectorate
from tests.making.ballots import NOON, SHELF, SHORT, cast, make_box, make_content, mix
from tests.making.publications import sketch
from tests.making.registry import make_inspectorate
from tests.pages import read

YEAR_ENDS = datetime(2027, 2, 14, 18, tzinfo=UTC)  # midnight in Bishkek: the fourth box closes
THIRD, FOURTH = Quarter(2026, 3), Quarter(2026, 4)


@pytest.fixture
async def geti(people: Database, clock: None) -> Inspectorate:
    moments.step_to(NOON)
    async with people.transaction() as session:
        return await make_inspectorate(session, questionnaires={"scheduled": SHORT.name})


async def answered(
    ballots: Database,
    keys: KeyFolder,
    quarter: Quarter,
    fair: int,
    unfair: int,
    channel: Channel = "invited",
) -> None:
    name = BoxName("geti", quarter, SHORT.name, SHORT.edition, channel)
    closes_on = max(quarter.closes_on, date(2026, 8, 4))  # not before it is answered
    box_id = await make_box(ballots, keys, name=name, closes_on=closes_on)
    opinions = ["yes"] * fair + ["no"] * unfair
    await cast(ballots, box_id, [make_content({"fair": opinion}) for opinion in opinions])


async def closed(ballots: Database, keys: KeyFolder, folder: Path) -> None:
    moments.step_to(YEAR_ENDS)
    await mix(ballots, keys, folder, SHELF)


async def released(people: Database, ballots: Database, geti: Inspectorate) -> AnnualDocument:
    for quarter in (THIRD, FOURTH):
        await release(people, ballots, SHELF, geti, quarter, YEAR_ENDS)
    done = await release_year(people, ballots, SHELF, geti, 2026, YEAR_ENDS)
    return PublishedYear.of(done.document).document


async def test_a_year_adds_a_large_quarter_and_what_small_ones_left(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, geti: Inspectorate
) -> None:
    await answered(ballots, keys, Quarter(2026, 2), 4, 2)
    await answered(ballots, keys, THIRD, 30, 10)
    await answered(ballots, keys, FOURTH, 3, 3)
    await closed(ballots, keys, tmp_path / "batches")
    await release(people, ballots, SHELF, geti, Quarter(2026, 2), YEAR_ENDS)
    document = await released(people, ballots, geti)
    result = next(one for one in document.results if one.questionnaire == SHORT.name)
    (fair,) = (each for each in result.questions if each.question == "fair")
    assert list(document.quarters) == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert (result.answered, result.opened, result.destroyed) == (52, 12, 0)
    assert [(part.quarter, part.base, part.positive) for part in fair.parts] == [
        ("2026-Q2", None, None),
        ("2026-Q3", 40, 0.75),
        ("2026-Q4", None, None),
        ("rest", 12, 0.5833),
    ]
    assert (fair.base, fair.positive) == (52, 0.7115)
    assert len(document.counting_codes) == 12


async def test_a_year_that_left_under_ten_says_how_many_were_destroyed(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, geti: Inspectorate
) -> None:
    await answered(ballots, keys, THIRD, 5, 0)
    await answered(ballots, keys, FOURTH, 2, 2)
    await closed(ballots, keys, tmp_path / "batches")
    document = await released(people, ballots, geti)
    (result,) = (one for one in document.results if one.questionnaire == SHORT.name)
    assert (result.answered, result.opened, result.destroyed) == (9, 0, 9)
    assert all(each.base is None for each in result.questions)
    assert document.counting_codes == ()


async def test_a_year_waits_for_its_quarters(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, geti: Inspectorate
) -> None:
    with pytest.raises(QuartersFirst):
        await release_year(people, ballots, SHELF, geti, 2026, YEAR_ENDS)
    await answered(ballots, keys, FOURTH, 12, 12)
    await closed(ballots, keys, tmp_path / "batches")
    with pytest.raises(QuartersFirst, match="2026-Q4"):
        await release_year(people, ballots, SHELF, geti, 2026, YEAR_ENDS)


async def test_a_year_waits_until_what_is_left_of_it_is_mixed(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, geti: Inspectorate
) -> None:
    await answered(ballots, keys, THIRD, 3, 3)
    await answered(ballots, keys, FOURTH, 12, 12)
    moments.step_to(YEAR_ENDS - timedelta(days=1))
    await mix(ballots, keys, tmp_path / "batches", SHELF)
    moments.step_to(YEAR_ENDS)

    def crash(step: str) -> None:
        if step == "kept":  # the fourth quarter is closed, and that is all
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await mix(ballots, keys, tmp_path / "batches", SHELF, after=crash)
    with pytest.raises(StillMixing):
        await released(people, ballots, geti)
    await mix(ballots, keys, tmp_path / "batches", SHELF)
    assert (await released(people, ballots, geti)).year == 2026


async def test_a_year_is_due_with_its_last_quarter_and_only_once(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, geti: Inspectorate
) -> None:
    await answered(ballots, keys, FOURTH, 12, 12)
    await closed(ballots, keys, tmp_path / "batches")
    async with people.reading() as session:
        assert await due_years(session, geti) == []
    await release(people, ballots, SHELF, geti, FOURTH, YEAR_ENDS)
    (first,) = await release_due_years(people, ballots, SHELF, geti, YEAR_ENDS)
    assert await release_due_years(people, ballots, SHELF, geti, YEAR_ENDS) == []
    again = await release_year(people, ballots, SHELF, geti, 2026, YEAR_ENDS)
    assert again.digest == first.digest


async def test_the_year_stands_on_every_site_in_every_language(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, geti: Inspectorate
) -> None:
    await answered(ballots, keys, THIRD, 30, 10)
    await answered(ballots, keys, FOURTH, 3, 3)
    await closed(ballots, keys, tmp_path / "batches")
    await released(people, ballots, geti)
    await publish(people, geti, tmp_path / "site", sketch)
    written = tmp_path.glob("site/*/*/results/geti/2026/index.html")
    pages = sorted({page.resolve() for page in written})
    data = {page.with_name("data.json").read_bytes() for page in pages}
    assert (len(pages), len(data)) == (8, 1)
    english = next(page for page in pages if page.parts[-5] == "en")
    page = read(english.read_text())
    assert page.main is not None
    said = page.main.get_text(" ", strip=True)
    assert "What inspected businesses said in 2026" in said
    assert "6 of them were destroyed unread" in said
    lists = read((english.parents[1] / "index.html").read_text())
    assert "2026/index.html" in [link.get("href") for link in lists.find_all("a")]
    assert await publish(people, geti, tmp_path / "site", sketch) == []


@pytest.mark.parametrize(("open_", "tables", "not_shown"), [(12, 2, 0), (3, 1, 1)])
async def test_the_page_has_a_table_of_its_own_for_each_question_it_can_tell_of(
    people: Database,
    ballots: Database,
    keys: KeyFolder,
    tmp_path: Path,
    geti: Inspectorate,
    open_: int,
    tables: int,
    not_shown: int,
) -> None:
    await answered(ballots, keys, THIRD, 12, 12)
    await answered(ballots, keys, THIRD, open_, open_, "open")
    await answered(ballots, keys, FOURTH, 12, 12)
    await closed(ballots, keys, tmp_path / "batches")
    await released(people, ballots, geti)
    await publish(people, geti, tmp_path / "site", sketch)
    page = read((tmp_path / "site/geti/en/results/geti/2026/index.html").read_text())
    names = [str(table["aria-label"]) for table in page.select(".sums [role=region]")]
    assert len(set(names)) == len(names) == tables
    assert page.get_text().count("Too few answers to show: Fair.") == not_shown


async def test_a_restored_database_takes_its_years_back_from_the_sites(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, geti: Inspectorate
) -> None:
    await answered(ballots, keys, FOURTH, 12, 12)
    await closed(ballots, keys, tmp_path / "batches")
    await release(people, ballots, SHELF, geti, FOURTH, YEAR_ENDS)
    (first,) = await release_due_years(people, ballots, SHELF, geti, YEAR_ENDS)
    await publish(people, geti, tmp_path / "site", sketch)
    async with people.transaction() as session:
        await session.exec(delete(AnnualRelease))
        taken = await take_back(session, tmp_path / "site")
    assert (taken.added, taken.altered) == (["geti 2026"], [])
    again = await release_year(people, ballots, SHELF, geti, 2026, YEAR_ENDS)
    assert again.digest == first.digest
