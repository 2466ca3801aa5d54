"""An inspection record becomes a letter, an answer nobody can trace, a chart and a release."""

import hashlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.lib import clock as time
from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from tests import pages
from tests.browsing import browsing
from tests.installation import Installation, installation

ACT_DAY = date(2026, 7, 20)
MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
CLOSED = datetime(2026, 11, 16, 4, tzinfo=UTC)
DUE = datetime(2026, 12, 1, 4, tzinfo=UTC)


@pytest.fixture
async def geti(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> AsyncIterator[Installation]:
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as running:
        yield running


def _answer(n: int) -> dict[str, str]:
    return {"overall": "4" if n % 4 else "2", "courtesy": "5", "improve": f"Сунуш {n}" * (n % 2)}


def _files(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


async def test_from_the_act_to_the_published_quarter(geti: Installation) -> None:
    await geti.record(ACT_DAY, 30)
    time.step_to(MORNING + timedelta(hours=24))
    links = await geti.write()
    assert len(set(links)) == 30

    async with browsing(geti.wiring.settings) as browser:
        for n, link in enumerate(links[:24]):
            browser.cookies.clear()
            assert (await browser.get(link)).status_code == 200
            assert (await browser.post(link, data=_answer(n))).status_code == 303
        assert await geti.mix() == 24
        assert await geti.draw() > 0
        so_far = pages.words(
            pages.read((await browser.get("/en/so-far/geti?quarter=2026-q3")).text)
        )
        assert "24" in so_far

    time.step_to(CLOSED)
    await geti.mix()
    time.step_to(DUE)
    assert len(await geti.release()) == 1

    sites = geti.wiring.settings.site_folder
    own, ministry = _files(sites / "geti"), _files(sites / "mineconom")
    where = "results/geti/2026-q3"
    documents = {files[f"ky/{where}/data.json"][0] for files in (own, ministry)}
    assert len(documents) == 1
    for language in LANGUAGES:
        page = pages.read((sites / "geti" / language / where / "index.html").read_text())
        assert page.html and page.html["lang"] == language
        assert documents.pop() in str(page) if language == "en" else True
    document = json.loads((sites / "geti" / "ky" / where / "data.json").read_text())
    assert document["quarter"] == "2026-Q3"

    assert await geti.release() == []
    assert (_files(sites / "geti"), _files(sites / "mineconom")) == (own, ministry)


async def test_the_reminder_goes_to_everybody_with_the_same_link(geti: Installation) -> None:
    await geti.record(ACT_DAY, 3)
    time.step_to(MORNING + timedelta(hours=24))
    links = await geti.write()
    async with browsing(geti.wiring.settings) as browser:
        await browser.post(links[0], data=_answer(1))
    time.step_to(MORNING + timedelta(days=9))
    reminders = await geti.remind()
    assert sorted(reminders) == sorted(links)
    assert await geti.remind() == []


async def test_a_quarter_without_inspections_is_published_too(geti: Installation) -> None:
    await geti.write()
    time.step_to(CLOSED)
    await geti.mix()
    time.step_to(DUE)
    assert len(await geti.release()) == 1
    page = geti.wiring.settings.site_folder / "geti/ru/results/geti/2026-q3/index.html"
    assert pages.read(page.read_text())
