"""The jobs that show results: drawing what has changed, releasing what is due."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.lib.dates import local_day
from app.lib.i18n import LANGUAGES, speaking
from app.lib.quarters import Quarter
from app.publications.publishing import publish
from app.publications.releasing import release_due
from app.publications.tables import Release
from app.publications.viewing import shapes as shapes_of
from app.publications.viewing import view
from app.registry import inspectorates
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.results.assembling import quarter_results
from app.results.charts import drawings
from app.results.charts.drawing import draw as draw_one
from app.results.charts.shapes import Drawable
from app.results.figures import QuarterResult
from app.wiring import Wiring


async def draw(wiring: Wiring, now: datetime) -> int:
    """The charts of every quarter that still changes; how many had not been drawn before."""
    wanted = {shape.hash: shape for shape in await _shapes(wiring, now)}
    async with wiring.people.reading() as session:
        there = await drawings.find(session, wanted.values())
    missing = [shape for key, shape in wanted.items() if key not in there]
    drawn = await asyncio.to_thread(_draw_all, missing)
    async with wiring.people.transaction() as session:
        for shape, svg in drawn:
            await drawings.keep(session, shape, svg)
    return len(drawn)


async def release(wiring: Wiring, now: datetime) -> list[Release]:
    """What is due is released; then every site is brought up to date, also after a new program."""
    released = await release_due(wiring.people, wiring.ballots, wiring.shelf, now)
    for inspectorate in await _all(wiring):
        await publish(wiring.people, inspectorate, wiring.settings.site_folder, draw_one)
    return released


async def _shapes(wiring: Wiring, now: datetime) -> list[Drawable]:
    shapes: list[Drawable] = []
    for inspectorate in await _all(wiring):
        for quarter in _changing(inspectorate, now):
            async with wiring.people.reading() as people, wiring.ballots.reading() as ballots:
                results = await quarter_results(
                    people, ballots, wiring.shelf, inspectorate, quarter
                )
            for language in LANGUAGES:
                with speaking(language):
                    shapes += _shown(wiring, results)
    return shapes


def _shown(wiring: Wiring, results: Sequence[QuarterResult]) -> list[Drawable]:
    """What the pages show of the results, in the language being spoken."""
    return [
        shape
        for result in results
        for shape in shapes_of(
            view(result, wiring.shelf.edition(result.questionnaire, result.edition))
        )
    ]


def _changing(inspectorate: Inspectorate, now: datetime) -> Iterable[Quarter]:
    """A quarter goes on changing until its answers are closed and released, some weeks later."""
    present = Quarter.of(local_day(now, zone(inspectorate.country)))
    return (present.previous, present)


def _draw_all(shapes: list[Drawable]) -> list[tuple[Drawable, str]]:
    return [(shape, draw_one(shape)) for shape in shapes]


async def _all(wiring: Wiring) -> list[Inspectorate]:
    async with wiring.people.reading() as session:
        return await inspectorates.all_of(session)
