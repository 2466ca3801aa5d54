"""Boxes are opened on both sides, which always agree on their parts."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import delete, select

from app.ballots import boxes
from app.ballots.tables import Box
from app.invitations.tables import InvitingBox
from app.lib import clock as time
from app.lib.db import Database
from app.registry.regions import regions_of
from app.work import answers
from tests.browsing import browsing
from tests.installation import Installation, installation

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
JULY, MAY = date(2026, 7, 20), date(2026, 5, 20)


@pytest.fixture
async def geti(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> AsyncIterator[Installation]:
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as running:
        yield running


async def _open(geti: Installation) -> None:
    await answers.open_boxes(geti.wiring, time.now())


async def _parts(geti: Installation, channel: str) -> dict[str, tuple[boxes.Part, ...]]:
    """By quarter."""
    async with geti.wiring.ballots.reading() as session:
        found = await session.exec(select(Box).where(Box.channel == channel))
        return {box.quarter: await boxes.parts_of(session, box.id) for box in found}


async def test_after_a_crash_people_get_the_parts_that_the_box_was_opened_with(
    geti: Installation,
) -> None:
    await geti.record(JULY, 1, "KG-C")
    await _open(geti)
    async with geti.wiring.people.transaction() as session:
        await session.exec(delete(InvitingBox))
    for region in ("KG-C", "KG-GB"):
        await geti.record(MAY, 40, region)  # the next attempt would divide the box
    await _open(geti)
    async with geti.wiring.people.reading() as session:
        known = await session.exec(select(InvitingBox.parts).filter_by(quarter="2026-Q3"))
        assert known.one() == [{"number": 1, "regions": [], "kinds": []}]
    assert (await _parts(geti, "invited"))["2026-Q3"] == (boxes.Part(1),)
    time.step_to(MORNING + timedelta(hours=24))
    async with browsing(geti.wiring.settings) as browser:
        for link in await geti.write():
            assert (await browser.post(link, data={"overall": "4"})).status_code == 303


async def test_the_open_questionnaire_has_a_part_for_each_region(geti: Installation) -> None:
    await _open(geti)
    (parts,) = (await _parts(geti, "open")).values()
    assert [(part.number, part.regions) for part in parts] == [
        (boxes.ASIDE, ()),
        (boxes.WHOLE, ()),
        *((number, (region.code,)) for number, region in enumerate(regions_of("KG"), start=1)),
    ]
