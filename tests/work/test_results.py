"""Drawings come and go with what is shown."""

from datetime import UTC, datetime, time

from app.lib import clock as moments
from app.lib.db import Database
from app.lib.i18n import speaking
from app.lib.quarters import Quarter
from app.publications.document import Document, read
from app.publications.publishing import publish
from app.publications.viewing import report_shapes, shapes, views
from app.questionnaires.answers import Closed
from app.results.assembling import quarter_results
from app.results.charts import drawings
from app.results.charts.shapes import Drawable
from tests.installation import Installation
from tests.making.charts import make_shapes
from tests.making.publications import make_release, sketch
from tests.making.results import make_questionnaire, make_result
from tests.web.staff.answering import answer, make_box, mix_all

Q4, Q1, Q2, Q3 = (Quarter(2025, 4).plus(n) for n in range(4))
PLEASED: dict[str, Closed] = {"overall": "4"}
DISPLEASED: dict[str, Closed] = {"overall": "2"}


async def kept(people: Database) -> set[str]:
    async with people.reading() as session:
        return await drawings.hashes(session)


async def keep(people: Database, shape: Drawable) -> None:
    async with people.transaction() as session:
        await drawings.keep(session, shape, sketch(shape))


async def collect(geti: Installation, quarter: Quarter) -> None:
    """12 answers of 40 inspections."""
    await geti.record(quarter.first_day, 40)
    box = await make_box(geti.wiring, geti.inspectorate, quarter)
    await answer(geti.wiring, box, [PLEASED] * 6 + [DISPLEASED] * 6)


def of_director(document: Document) -> set[str]:
    """What the director's report shows of a release beside its pages."""
    with speaking("kk"):
        return {
            shape.hash
            for one in document.results
            for shape in report_shapes(one, document.edition(one.questionnaire, one.edition))
        }


async def test_when_snapshots_move_drawings_that_nothing_shows_are_discarded(
    geti: Installation,
) -> None:
    people = geti.wiring.people
    async with people.transaction() as session:
        release = await make_release(session, geti.inspectorate, Q4, answered=40, open_=0)
    await publish(people, geti.inspectorate, geti.folder / "site", sketch)
    released = await kept(people)
    left_behind = make_shapes(make_result(answers=55), make_questionnaire(), "ky")[0]
    await keep(people, left_behind)
    await geti.draw()
    assert left_behind.hash in await kept(people)  # nothing has moved
    await collect(geti, Q3)
    await mix_all(geti.wiring)
    assert await geti.draw() == len(await kept(people) - released) > 0
    assert released < await kept(people)
    assert left_behind.hash not in await kept(people)
    assert of_director(read(release.document)) <= await kept(people)


async def test_what_a_page_shows_of_a_quarter_that_is_not_released_has_been_drawn(
    geti: Installation,
) -> None:
    """The oldest should have been released long ago."""
    wiring = geti.wiring
    now = moments.now()
    for quarter in (Q1, Q2, Q3):
        moments.step_to(datetime.combine(quarter.last_day, time(), UTC))
        await collect(geti, quarter)
    moments.step_to(now)
    await mix_all(wiring)
    await geti.draw()
    for quarter in (Q1, Q2, Q3):
        async with wiring.people.reading() as people, wiring.ballots.reading() as ballots:
            found = await quarter_results(people, ballots, wiring.shelf, geti.inspectorate, quarter)
        with speaking("ky"):
            wanted = {shape.hash for view in views(found, wiring.shelf) for shape in shapes(view)}
        assert wanted
        assert wanted <= await kept(wiring.people)
