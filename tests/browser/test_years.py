"""The page of a year, from its folder, as a telephone and a desktop show it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser

from app.ballots.boxes import BoxName, Channel
from app.lib import clock as time
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.publications.annual import release_year
from app.publications.publishing import publish
from app.publications.releasing import release
from tests.browser.chromium import overflow, violations
from tests.making.ballots import NOON, SHELF, SHORT, cast, make_box, make_content, mix
from tests.making.publications import sketch
from tests.making.registry import make_inspectorate

YEAR_ENDS = datetime(2027, 2, 14, 18, tzinfo=UTC)  # midnight in Bishkek: the fourth box closes
THIRD, FOURTH = Quarter(2026, 3), Quarter(2026, 4)
BOXES: tuple[tuple[Quarter, Channel, int], ...] = (
    (THIRD, "invited", 24),
    (THIRD, "open", 24),
    (FOURTH, "invited", 6),  # too few to show
)


@pytest.fixture
async def site(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, clock: None
) -> Path:
    """Two quarters of letters, one of open questionnaires."""
    time.step_to(NOON)
    async with people.transaction() as session:
        geti = await make_inspectorate(session, questionnaires={"scheduled": SHORT.name})
    for quarter, channel, count in BOXES:
        name = BoxName("geti", quarter, SHORT.name, SHORT.edition, channel)
        box = await make_box(ballots, keys, name=name, closes_on=quarter.closes_on)
        opinions = ("yes", "no") * (count // 2)
        await cast(ballots, box, [make_content({"fair": opinion}) for opinion in opinions])
    time.step_to(YEAR_ENDS)
    await mix(ballots, keys, tmp_path / "batches", SHELF)
    for quarter in (THIRD, FOURTH):
        await release(people, ballots, SHELF, geti, quarter, YEAR_ENDS)
    await release_year(people, ballots, SHELF, geti, 2026, YEAR_ENDS)
    await publish(people, geti, tmp_path / "site", sketch)
    return tmp_path / "site/geti"


@pytest.mark.parametrize(("language", "scheme"), [("ky", "light"), ("kk", "light"), ("ru", "dark")])
async def test_the_page_of_a_year_is_accessible_and_fits_a_telephone(
    browser: Browser, site: Path, language: str, scheme: str
) -> None:
    page = await browser.new_page(
        viewport={"width": 360, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    await page.goto((site / language / "results/geti/2026/index.html").as_uri())
    assert await violations(page) == []
    assert await overflow(page) == 0
    cut = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth)"
    assert await page.evaluate(f"{cut}.length") == 0
    await page.close()
