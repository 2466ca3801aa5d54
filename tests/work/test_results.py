"""Drawings come and go with what is shown."""

from datetime import date
from pathlib import Path

import pytest

from app.lib import clock as moments
from app.lib.db import Database
from app.lib.i18n import speaking
from app.lib.quarters import Quarter
from app.publications.publishing import publish
from app.publications.viewing import shapes, views
from app.questionnaires.answers import Closed
from app.results.assembling import quarter_results
from app.results.charts import drawings
from app.results.charts.shapes import Drawable
from app.wiring import Wiring
from app.work import results
from tests.installation import make_settings
from tests.making.ballots import NOON
from tests.making.charts import make_shapes
from tests.making.publications import make_release, sketch
from tests.making.registry import make_inspection, make_inspectorate
from tests.making.results import make_questionnaire, make_result
from tests.web.staff.answering import answer, make_box, mix_all

pytestmark = pytest.mark.usefixtures("clock")


async def kept(people: Database) -> set[str]:
    async with people.reading() as session:
        return await drawings.hashes(session)


async def keep(people: Database, shape: Drawable) -> None:
    async with people.transaction() as session:
        await drawings.keep(session, shape, sketch(shape))


async def test_when_snapshots_move_drawings_that_nothing_shows_are_discarded(
    people: Database, ballots: Database, tmp_path: Path
) -> None:
    moments.step_to(NOON)
    wiring = Wiring(make_settings(people.url, ballots.url, tmp_path, "smtp://127.0.0.1:25"))
    async with people.transaction() as session:
        body = await make_inspectorate(session)
        for _ in range(40):
            await make_inspection(session, body)
        await make_release(session, body, Quarter(2025, 4), answered=40, open_=0)
    await publish(people, body, tmp_path / "site", sketch)
    released = await kept(people)
    left_behind = make_shapes(make_result(answers=55), make_questionnaire(), "ky")[0]
    await keep(people, left_behind)
    await results.draw(wiring, NOON)
    assert left_behind.hash in await kept(people)  # nothing has moved
    pleased: dict[str, Closed] = {"overall": "4"}
    displeased: dict[str, Closed] = {"overall": "2"}
    await answer(wiring, await make_box(wiring, body), [pleased] * 6 + [displeased] * 6)
    await mix_all(wiring)
    assert await results.draw(wiring, NOON) == len(await kept(people) - released) > 0
    assert released < await kept(people)
    assert left_behind.hash not in await kept(people)
    await wiring.close()


async def test_what_a_page_shows_of_a_quarter_that_changes_has_been_drawn(
    people: Database, ballots: Database, tmp_path: Path
) -> None:
    moments.step_to(NOON)
    wiring = Wiring(make_settings(people.url, ballots.url, tmp_path, "smtp://127.0.0.1:25"))
    async with people.transaction() as session:
        body = await make_inspectorate(session)
        for day in (date(2026, 5, 20), date(2026, 7, 20)):
            for _ in range(30):
                await make_inspection(session, body, act_date=day, started_on=day, finished_on=day)
    pleased: dict[str, Closed] = {"overall": "4"}
    displeased: dict[str, Closed] = {"overall": "2"}
    said = [pleased] * 6 + [displeased] * 6
    for quarter in (Quarter(2026, 2), Quarter(2026, 3)):
        await answer(wiring, await make_box(wiring, body, quarter), said)
    await mix_all(wiring)
    await results.draw(wiring, NOON)
    for quarter in (Quarter(2026, 2), Quarter(2026, 3)):
        async with people.reading() as session, ballots.reading() as other:
            found = await quarter_results(session, other, wiring.shelf, body, quarter)
        with speaking("ky"):
            wanted = {shape.hash for view in views(found, wiring.shelf) for shape in shapes(view)}
        assert wanted
        assert wanted <= await kept(people)
    await wiring.close()
