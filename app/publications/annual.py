"""A year becomes a release once all its quarters are: once, word for word, for ever."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import yearly
from app.ballots.boxes import Channel
from app.ballots.showing import counting_codes
from app.ballots.tables import Box
from app.lib.db import Database
from app.lib.errors import RuleBroken
from app.lib.quarters import Quarter
from app.publications.annual_document import AnnualDocument, written
from app.publications.archive import releases_of, years_of
from app.publications.collection import publisher
from app.publications.document import Published, digest
from app.publications.drafting import FEWEST_CODES, StillMixing
from app.publications.tables import AnnualRelease
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.results.annual import YearResult, year_result
from app.results.figures import QuarterResult

_log = logging.getLogger("pikir.publications")


class QuartersFirst(RuleBroken):
    """A quarter of the year has not been released yet, or nobody was asked in the whole year."""


async def release_year(
    people: Database,
    ballots: Database,
    shelf: Shelf,
    inspectorate: Inspectorate,
    year: int,
    now: datetime,
) -> AnnualRelease:
    """The year's release; a year that has one keeps it. QuartersFirst, StillMixing."""
    async with people.reading() as session, ballots.reading() as answers:
        for there in await years_of(session, inspectorate):
            if there.year == year:
                return there
        quarters = await _quarters(session, answers, inspectorate, year)
        if not await yearly.is_settled(answers, inspectorate.slug, year):
            raise StillMixing(f"Answers about {year} are still being mixed. Try again later.")
        left = await yearly.left(answers, inspectorate.slug, year)
        codes = await counting_codes(answers, [one.box_id for one in left])
    text = written(
        AnnualDocument(
            inspectorate=publisher(inspectorate),
            year=year,
            published_at=now.replace(microsecond=0),
            quarters={each.document.quarter: each.digest for each in quarters},
            questionnaires=tuple(
                shelf.edition(name, edition)
                for name, edition in sorted({key[:2] for key in _series(quarters, left)})
            ),
            results=_results(shelf, quarters, left),
            counting_codes=tuple(codes) if len(codes) >= FEWEST_CODES else (),
        )
    )
    new = AnnualRelease(
        inspectorate_id=inspectorate.id,
        year=year,
        published_at=now,
        document=text,
        digest=digest(text),
    )
    async with people.transaction() as session:
        return await _add(session, new, inspectorate)


async def _add(
    people: AsyncSession, new: AnnualRelease, inspectorate: Inspectorate
) -> AnnualRelease:
    try:
        async with people.begin_nested():
            people.add(new)
    except IntegrityError:  # somebody else released it in the same second: theirs is the release
        there = await years_of(people, inspectorate)
        return next(release for release in there if release.year == new.year)
    return new


async def due_years(people: AsyncSession, inspectorate: Inspectorate) -> list[int]:
    """A year follows its last quarter, in the same minute."""
    there = {release.year for release in await years_of(people, inspectorate)}
    ended = {
        Quarter.parse(release.quarter).year
        for release in await releases_of(people, inspectorate)
        if Quarter.parse(release.quarter).number == 4
    }
    return sorted(ended - there)


async def release_due_years(
    people: Database, ballots: Database, shelf: Shelf, inspectorate: Inspectorate, now: datetime
) -> list[AnnualRelease]:
    """One that is not ready yet is tried again next time."""
    async with people.reading() as session:
        due = await due_years(session, inspectorate)
    done = []
    for year in due:
        try:
            done.append(await release_year(people, ballots, shelf, inspectorate, year, now))
        except RuleBroken as delay:
            _log.warning("%s %s is delayed: %s", inspectorate.slug, year, delay)
    return done


async def _quarters(
    people: AsyncSession, ballots: AsyncSession, inspectorate: Inspectorate, year: int
) -> list[Published]:
    """From the first one with a box to the last of the year."""
    boxes = select(func.min(Box.quarter)).filter_by(inspectorate=inspectorate.slug)
    first = (await ballots.exec(boxes.where(col(Box.quarter).startswith(f"{year}-Q")))).one()
    newest: dict[str, Published] = {}
    for release in sorted(await releases_of(people, inspectorate), key=lambda one: one.revision):
        newest[release.quarter] = Published.of(release.document)
    wanted = [str(Quarter(year, number)) for number in range(1, 5)]
    wanted = [quarter for quarter in wanted if first and quarter >= first]
    missing = [quarter for quarter in wanted if quarter not in newest]
    if missing or not wanted:
        raise QuartersFirst(f"Release the quarters first: {', '.join(missing) or year}.")
    return [newest[quarter] for quarter in wanted]


Key = tuple[str, int, str]  # questionnaire, edition, channel


def _series(quarters: Sequence[Published], left: Sequence[yearly.Left]) -> dict[Key, None]:
    """The invited first, each in order."""
    found = {
        (each.questionnaire, each.edition, each.channel)
        for quarter in quarters
        for each in quarter.document.results
    } | {(one.series.questionnaire, one.series.edition, one.series.channel) for one in left}
    return dict.fromkeys(sorted(found, key=lambda key: (key[2], key[0], key[1])))


def _results(
    shelf: Shelf, quarters: Sequence[Published], left: Sequence[yearly.Left]
) -> tuple[YearResult, ...]:
    rest: Mapping[Key, yearly.Left] = {
        (one.series.questionnaire, one.series.edition, one.series.channel): one for one in left
    }
    return tuple(
        year_result(
            shelf.edition(key[0], key[1]),
            _of(quarters, key),
            rest[key].figures if key in rest else {},
            channel=cast("Channel", key[2]),
            destroyed=rest[key].destroyed if key in rest else 0,
        )
        for key in _series(quarters, left)
    )


def _of(quarters: Sequence[Published], key: Key) -> list[QuarterResult]:
    return [
        each
        for quarter in quarters
        for each in quarter.document.results
        if (each.questionnaire, each.edition, each.channel) == key
    ]
