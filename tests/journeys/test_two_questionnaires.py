"""One inspectorate, two questionnaires: after a visit, and after a desk inspection."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.lib import clock as time
from app.lib.db import Database
from tests.browsing import ORIGIN, browsing
from tests.installation import Installation, installation
from tests.making.mail import written

ACT_DAY = date(2026, 7, 20)
MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
CLOSED = datetime(2026, 11, 16, 4, tzinfo=UTC)
DUE = datetime(2026, 12, 1, 4, tzinfo=UTC)
QUESTIONS = {"scheduled": (12, "credentials"), "desk": (10, "request")}  # how many, one of its own


@pytest.fixture
async def geti(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> AsyncIterator[Installation]:
    """Its desk inspections have a questionnaire of their own."""
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as running:
        yield running


async def links_by_kind(geti: Installation) -> dict[str, list[str]]:
    """Of letters that say how many questions there are."""
    await geti.record(ACT_DAY, 12, "KG-GB", "scheduled")
    await geti.record(ACT_DAY, 12, "KG-O", "desk")
    time.step_to(MORNING + timedelta(hours=24))
    await geti.write()
    links: dict[str, list[str]] = {"scheduled": [], "desk": []}
    for to, letter in zip(geti.mailbox.recipients, geti.mailbox.letters, strict=True):
        kind = "desk" if "kg-o-" in to.lower() else "scheduled"
        said = written(letter)
        assert f"Суроолордун саны: {QUESTIONS[kind][0]}." in said
        found = re.search(rf"{ORIGIN}(/s/\S+)", said)
        assert found
        links[kind].append(found[1])
    return links


async def answer(browser: httpx.AsyncClient, link: str) -> None:
    browser.cookies.clear()
    assert (await browser.post(link, data={"overall": "4"})).status_code == 303


async def test_each_kind_has_its_letter_its_survey_and_its_figures(geti: Installation) -> None:
    links = await links_by_kind(geti)
    assert {kind: len(found) for kind, found in links.items()} == {"scheduled": 12, "desk": 12}
    async with browsing(geti.wiring.settings) as browser:
        for kind, other in (("scheduled", "desk"), ("desk", "scheduled")):
            page = (await browser.get(links[kind][0])).text
            assert f'name="{QUESTIONS[kind][1]}"' in page
            assert f'name="{QUESTIONS[other][1]}"' not in page
        for link in (*links["scheduled"][:10], *links["desk"][:9]):
            await answer(browser, link)
        assert await geti.mix() == 10  # answers to one do not make up the other's ten
        await answer(browser, links["desk"][9])
        assert await geti.mix() == 10

    time.step_to(CLOSED)
    await geti.mix()
    time.step_to(DUE)
    assert len(await geti.release()) == 1
    where = geti.wiring.settings.site_folder / "geti/ky/results/geti/2026-q3/data.json"
    document = json.loads(where.read_text())
    answered = {
        one["questionnaire"]: one["answered"]
        for one in document["results"]
        if one["channel"] == "invited"
    }
    assert answered == {"post-inspection": 10, "desk-inspection": 10}
