"""The quarter so far."""

from pathlib import Path

import httpx
import pytest

from app.ballots.boxes import BoxName, Part, open_box
from app.lib import clock as moments
from app.lib.db import Database
from app.lib.i18n import LANGUAGES, gettext, speaking
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.publications.viewing import shapes, view
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.results.assembling import quarter_results
from app.results.charts import drawings
from tests.making.ballots import NOON, cast, make_content, mix
from tests.making.publications import QUARTER, make_release, sketch
from tests.making.registry import make_inspection, make_inspectorate
from tests.pages import read, words

EDITION = Shelf().latest("post-inspection")
pytestmark = pytest.mark.usefixtures("clock")


async def open_quarter(ballots: Database, keys: KeyFolder, quarter: Quarter) -> str:
    async with ballots.transaction() as session:
        return await open_box(
            session,
            keys,
            BoxName("geti", quarter, EDITION.name, EDITION.edition),
            edition_hash=EDITION.hash,
            closes_on=quarter.closes_on,
            zone="Asia/Bishkek",
            parts=[Part(1)],
        )


@pytest.fixture
async def inspectorate(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path
) -> Inspectorate:
    """With twelve mixed answers about the third quarter, which is running."""
    moments.step_to(NOON)
    async with people.transaction() as session:
        body = await make_inspectorate(session)
        for _ in range(20):
            await make_inspection(session, body)
    box = await open_quarter(ballots, keys, QUARTER)
    await cast(ballots, box, [make_content({"overall": str(1 + n % 5)}) for n in range(15)])
    await mix(ballots, keys, tmp_path / "batches", Shelf())
    return body


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_shows_what_is_mixed_and_says_that_it_is_provisional(
    browser: httpx.AsyncClient, inspectorate: Inspectorate, language: str
) -> None:
    page = read((await browser.get(f"/{language}/so-far/{inspectorate.slug}")).text)
    said = words(page)
    with speaking(language):
        assert gettext("These figures are provisional.") in said
    assert EDITION.question("overall").short[language] in said
    assert page.select("table.figures")
    assert page.select("nav.contents a")


async def test_charts_appear_once_they_are_drawn(
    browser: httpx.AsyncClient, people: Database, ballots: Database, inspectorate: Inspectorate
) -> None:
    address = f"/en/so-far/{inspectorate.slug}?quarter=2026-q3"
    assert read((await browser.get(address)).text).find("svg") is None
    async with people.transaction() as session, ballots.reading() as answers:
        for result in await quarter_results(session, answers, Shelf(), inspectorate, QUARTER):
            for shape in shapes(view(result, EDITION)):
                await drawings.keep(session, shape, sketch(shape))
    assert read((await browser.get(address)).text).find("svg")


async def test_it_opens_with_the_older_running_quarter_until_that_is_published(
    browser: httpx.AsyncClient,
    people: Database,
    ballots: Database,
    keys: KeyFolder,
    inspectorate: Inspectorate,
) -> None:
    await open_quarter(ballots, keys, QUARTER.previous)
    address = f"/en/so-far/{inspectorate.slug}"
    heading = read((await browser.get(address)).text).h1
    assert heading is not None
    assert "Q2 2026" in heading.get_text()
    async with people.transaction() as session:
        await make_release(session, inspectorate, QUARTER.previous)
    heading = read((await browser.get(address)).text).h1
    assert heading is not None
    assert "Q3 2026" in heading.get_text()


@pytest.mark.parametrize("asked", ["2026-q4", "2019-q1", "soon", "2026-Q3x"])
async def test_any_other_quarter_is_not_found(
    browser: httpx.AsyncClient, inspectorate: Inspectorate, asked: str
) -> None:
    reply = await browser.get(f"/en/so-far/{inspectorate.slug}?quarter={asked}")
    assert reply.status_code == 404
