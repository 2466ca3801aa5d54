"""The jobs that show results: drawing what has changed, releasing what is due."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.i18n import LANGUAGES, speaking
from app.lib.quarters import Quarter
from app.publications.annual import release_due_years
from app.publications.archive import releases_of
from app.publications.covering import cover
from app.publications.document import Document, Published
from app.publications.publishing import publish
from app.publications.releasing import due, release_due
from app.publications.tables import Release
from app.publications.viewing import report_shapes, views
from app.publications.viewing import shapes as shapes_of
from app.registry import inspectorates
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.results import counting
from app.results.assembling import quarter_results
from app.results.charts import drawings
from app.results.charts.drawing import draw as draw_one
from app.results.charts.shapes import Drawable
from app.results.composing import TREND_QUARTERS
from app.results.counting import QuarterCounts
from app.results.figures import QuarterResult
from app.results.flat import Editions
from app.wiring import Wiring

Changing = Sequence[tuple[Inspectorate, list[Quarter]]]  # oldest first
Counted = Mapping[UUID, Mapping[Quarter, QuarterCounts]]  # by inspectorate


async def draw(wiring: Wiring, now: datetime) -> int:
    """The charts of every quarter that still changes; how many had not been drawn before. When
    snapshots move, the drawings that they leave behind are discarded, and releases have theirs.

    Charts show shares of inspections, which are counted here for all pages: pages show new counts
    when the charts of these have been drawn, not before.
    """
    changing = [(one, await _changing(wiring, one, now)) for one in await _all(wiring)]
    counted = await _count(wiring, changing)
    wanted = await _wanted(wiring, changing, counted)
    drawn = await drawings.draw_missing(wiring.people, wanted, draw_one)
    await _keep(wiring, counted)
    if drawn:
        drawn += await _tidy(wiring, wanted)
    return drawn


async def release(wiring: Wiring, now: datetime) -> list[Release]:
    """What is due is released; then every site is brought up to date, also after a new program."""
    released = await release_due(wiring.people, wiring.ballots, wiring.shelf, now)
    for one in released:
        shown = await asyncio.to_thread(_published, Published.of(one.document).document)
        await drawings.draw_missing(wiring.people, shown, draw_one)
    for inspectorate in await _all(wiring):
        await release_due_years(wiring.people, wiring.ballots, wiring.shelf, inspectorate, now)
        await publish(wiring.people, inspectorate, wiring.settings.site_folder, draw_one)
    return released


async def _changing(wiring: Wiring, inspectorate: Inspectorate, now: datetime) -> list[Quarter]:
    """A quarter goes on changing until its answers are closed and released, some weeks later; or
    longer, while its release is delayed.
    """
    overdue = await due(wiring.people, wiring.ballots, inspectorate, now)
    present = Quarter.of(local_day(now, zone(inspectorate.country)))
    return sorted({*overdue, present.previous, present})


async def _wanted(wiring: Wiring, changing: Changing, counted: Counted) -> list[Drawable]:
    shapes: list[Drawable] = []
    for inspectorate, quarters in changing:
        for quarter in quarters:
            async with wiring.people.reading() as people, wiring.ballots.reading() as ballots:
                results = await quarter_results(
                    people, ballots, wiring.shelf, inspectorate, quarter, partial(_found, counted)
                )
            shapes += _shown(results, wiring.shelf)
    return shapes


async def _count(wiring: Wiring, changing: Changing) -> Counted:
    """The quarters that change, and those of their trends that have never been counted."""
    found: dict[UUID, dict[Quarter, QuarterCounts]] = {}
    async with wiring.people.reading() as session:
        for inspectorate, quarters in changing:
            trend = [quarters[0].plus(-back) for back in range(1, TREND_QUARTERS)]
            once = await counting.uncounted(session, inspectorate.id, trend)
            counted = await counting.count(session, inspectorate, [*once, *quarters])
            found[inspectorate.id] = dict(counted)
    return found


async def _found(
    counted: Counted, session: AsyncSession, inspectorate: Inspectorate, quarters: Sequence[Quarter]
) -> Mapping[Quarter, QuarterCounts]:
    """As just counted, or as kept from before."""
    new = counted.get(inspectorate.id, {})
    rest = [quarter for quarter in quarters if quarter not in new]
    kept = await counting.kept(session, inspectorate, rest)
    return {quarter: new.get(quarter) or kept[quarter] for quarter in quarters}


async def _keep(wiring: Wiring, counted: Counted) -> None:
    async with wiring.people.transaction() as session:
        for inspectorate_id, quarters in counted.items():
            await counting.keep(session, inspectorate_id, quarters)


async def _tidy(wiring: Wiring, wanted: Iterable[Drawable]) -> int:
    """Discards all that neither a changing quarter nor a release shows; how many of what releases
    show had to be drawn: all, when this program draws otherwise than the one before. What is kept
    is looked at first: so nothing goes that somebody publishes in the meantime.
    """
    drawn = 0
    async with wiring.people.reading() as session:
        kept = await drawings.hashes(session)
        released = [
            Published.of(release.document).document
            for inspectorate in await inspectorates.all_of(session)
            for release in await releases_of(session, inspectorate)
        ]
    kept -= {shape.hash for shape in wanted}
    for document in released:
        shown = await asyncio.to_thread(_published, document)
        drawn += await drawings.draw_missing(wiring.people, shown, draw_one)
        kept -= {shape.hash for shape in shown}
    async with wiring.people.transaction() as session:
        await drawings.discard(session, kept)
    return drawn


def _published(document: Document) -> list[Drawable]:
    """What the pages of a release show, and its covers."""
    shown = _shown(document.results, document)
    for language in LANGUAGES:
        with speaking(language):
            shown.append(cover(document))
    return shown


def _shown(results: Sequence[QuarterResult], editions: Editions) -> list[Drawable]:
    """What the pages show of the results, in every language, the director's included."""
    shown: list[Drawable] = []
    for language in LANGUAGES:
        with speaking(language):
            for view in views(results, editions):
                shown += [*shapes_of(view), *report_shapes(view.result, view.questionnaire)]
    return shown


async def _all(wiring: Wiring) -> list[Inspectorate]:
    async with wiring.people.reading() as session:
        return await inspectorates.all_of(session)
