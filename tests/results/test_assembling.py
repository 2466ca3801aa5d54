"""From cast and mixed answers, and recorded inspections, to results."""

from pathlib import Path

from app.ballots.boxes import BoxName, Part
from app.ballots.content import Content
from app.lib.clock import step_to
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.results.assembling import quarter_results
from app.results.figures import PartRow, QuarterResult
from tests.making.ballots import NOON, SHELF, SHORT, cast, make_box, make_content, mix
from tests.making.registry import make_inspection, make_inspectorate

QUARTER = Quarter(2026, 3)
BISHKEK, CHUI = "KG-GB", "KG-C"
PARTS = (Part(1, (BISHKEK,)), Part(2, (CHUI,)))


async def test_mixed_answers_become_shares_of_the_inspections(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    inspectorate = await make_inspections(people, {BISHKEK: 40, CHUI: 30})
    box = await make_box(ballots, keys, *PARTS)
    await cast(ballots, box, said(yes=12, no=8), group_number=1)
    await cast(ballots, box, said(yes=6, no=6), group_number=2)
    await mix(ballots, keys, tmp_path, SHELF)

    (result,) = await read(people, ballots, inspectorate)
    assert (result.questionnaire, result.channel, result.answered) == ("short", "invited", 32)
    assert result.rates
    assert (result.rates.inspections, result.rates.with_email) == (70, 70)
    assert result.rates.response == round(32 / 70, 4)
    assert result.question("fair").positive == round(18 / 32, 4)
    assert [(row.name, row.base, row.positive) for row in result.regions["fair"]] == [
        (CHUI, 12, 0.5),
        (BISHKEK, 20, 0.6),
    ]


async def test_a_change_is_against_the_quarter_before(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    inspectorate = await make_inspections(people, {BISHKEK: 30})
    for quarter, yes in ((QUARTER.previous, 6), (QUARTER, 9)):
        name = BoxName("geti", quarter, SHORT.name, SHORT.edition)
        box = await make_box(ballots, keys, name=name)
        await cast(ballots, box, said(yes=yes, no=12 - yes))
    await mix(ballots, keys, tmp_path, SHELF)

    (result,) = await read(people, ballots, inspectorate)
    change = result.question("fair").last_quarter
    assert change
    assert (change.quarter, change.before, change.change) == ("2026-Q2", 0.5, 0.25)
    points = [(point.quarter, point.positive) for point in result.trend["fair"]]
    assert points == [("2026-Q2", 0.5), ("2026-Q3", 0.75)]


async def test_the_open_questionnaire_is_a_result_of_its_own(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    inspectorate = await make_inspections(people, {BISHKEK: 30})
    for channel, part in (("invited", Part(1)), ("open", Part(1))):
        name = BoxName("geti", QUARTER, SHORT.name, SHORT.edition, channel)  # type: ignore[arg-type]
        await cast(ballots, await make_box(ballots, keys, part, name=name), said(yes=6, no=5))
    await mix(ballots, keys, tmp_path, SHELF)

    invited, opened = await read(people, ballots, inspectorate)
    assert (invited.channel, opened.channel) == ("invited", "open")
    assert opened.rates is None
    assert invited.question("fair").interval
    assert opened.question("fair").interval is None


async def test_answers_that_wait_are_counted_in_tens_and_shown_nowhere(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, clock: None
) -> None:
    step_to(NOON)
    inspectorate = await make_inspections(people, {BISHKEK: 30})
    box_id = await make_box(ballots, keys, Part(1), Part(2))
    for group in (1, 2):
        await cast(ballots, box_id, said(yes=7), group)
    await mix(ballots, keys, tmp_path, SHELF)
    (result,) = await read(people, ballots, inspectorate)
    assert (result.answered, result.waiting) == (0, 10)
    assert all(question.withheld for question in result.questions)


async def test_a_quarter_without_inspections_is_a_result_of_zeros(
    people: Database, ballots: Database
) -> None:
    inspectorate = await make_inspections(people, {})
    (result,) = await read(people, ballots, inspectorate, Shelf())
    assert result.questionnaire == "post-inspection"
    assert result.rates
    assert (result.rates.inspections, result.rates.response) == (0, None)
    assert result.regions == {}


async def test_an_inspected_region_without_answers_has_a_row_that_says_so(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    inspectorate = await make_inspections(people, {BISHKEK: 40, CHUI: 5})
    box = await make_box(ballots, keys, Part(1, (BISHKEK,)))
    await cast(ballots, box, said(yes=12, no=8))
    await mix(ballots, keys, tmp_path, SHELF)
    (result,) = await read(people, ballots, inspectorate)
    assert result.regions["fair"][0] == PartRow(CHUI, withheld=True)


async def make_inspections(people: Database, by_region: dict[str, int]) -> Inspectorate:
    async with people.transaction() as session:
        body = await make_inspectorate(session, questionnaires={"scheduled": "short"})
        for region, number in by_region.items():
            for _ in range(number):
                await make_inspection(session, body, region=region)
    return body


async def read(
    people: Database, ballots: Database, inspectorate: Inspectorate, shelf: Shelf = SHELF
) -> list[QuarterResult]:
    async with people.reading() as one, ballots.reading() as other:
        return await quarter_results(one, other, shelf, inspectorate, QUARTER)


def said(*, yes: int = 0, no: int = 0) -> list[Content]:
    return [make_content({"fair": "yes"})] * yes + [make_content({"fair": "no"})] * no
