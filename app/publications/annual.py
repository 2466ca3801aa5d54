"""A year becomes a release once all its quarters are: once, word for word, for ever."""

import logging
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.db import Database
from app.lib.errors import RuleBroken
from app.lib.quarters import Quarter
from app.publications.annual_document import written
from app.publications.annual_drafting import draft_year
from app.publications.archive import releases_of, years_of
from app.publications.document import digest
from app.publications.tables import AnnualRelease
from app.publications.webhooks.queueing import queue
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.results.auditing.looking_back import require_kept

_log = logging.getLogger("pikir.publications")


async def release_year(
    people: Database,
    ballots: Database,
    shelf: Shelf,
    inspectorate: Inspectorate,
    year: int,
    now: datetime,
) -> AnnualRelease:
    """The year's release; a year that has one keeps it. QuartersFirst, StillMixing, Telling."""
    async with people.reading() as session, ballots.reading() as answers:
        for there in await years_of(session, inspectorate):
            if there.year == year:
                return there
        periods = [str(year), *(f"{year}-Q{number}" for number in range(1, 5))]
        await require_kept(answers, shelf, inspectorate.slug, periods)
        text = written(await draft_year(session, answers, shelf, inspectorate, year, now))
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
    await queue(people, inspectorate, new)
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
