"""A closed quarter becomes a release: once, word for word, for ever."""

import logging
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tables import Box
from app.lib.dates import local_day
from app.lib.db import Database
from app.lib.errors import RuleBroken
from app.lib.quarters import Quarter
from app.publications.archive import find, releases_of
from app.publications.calendar import due_at
from app.publications.document import digest, written
from app.publications.drafting import draft
from app.publications.tables import Release
from app.publications.webhooks.queueing import queue
from app.questionnaires.loading import Shelf
from app.registry import inspectorates
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.results.auditing.looking_back import require_kept

_log = logging.getLogger("pikir.publications")


class StillOpen(RuleBroken):
    """Answers about the quarter are still taken."""


async def release(
    people: Database,
    ballots: Database,
    shelf: Shelf,
    inspectorate: Inspectorate,
    quarter: Quarter,
    now: datetime,
) -> Release:
    """The quarter's release; a quarter that has one keeps it unchanged.

    StillOpen until the last day for answers has passed; StillMixing until its answers are mixed.
    Telling, if anything hidden follows from what was shown.
    """
    async with people.reading() as session, ballots.reading() as answers:
        there = await find(session, inspectorate, quarter)
        if there:
            return there
        if local_day(now, zone(inspectorate.country)) <= quarter.closes_on:
            raise StillOpen(f"Answers about {quarter} are taken until {quarter.closes_on}.")
        await require_kept(answers, shelf, inspectorate.slug, [str(quarter)])
        text = written(await draft(session, answers, shelf, inspectorate, quarter, now))
    new = Release(
        inspectorate_id=inspectorate.id,
        quarter=str(quarter),
        published_at=now,
        document=text,
        digest=digest(text),
    )
    async with people.transaction() as session:
        return await _add(session, new, inspectorate, quarter)


async def release_due(
    people: Database, ballots: Database, shelf: Shelf, now: datetime
) -> list[Release]:
    """Every quarter whose moment has come; one that is not ready yet is tried again next time."""
    async with people.reading() as session:
        every = await inspectorates.all_of(session)
    done: list[Release] = []
    for inspectorate in every:
        for quarter in await due(people, ballots, inspectorate, now):
            try:
                done.append(await release(people, ballots, shelf, inspectorate, quarter, now))
            except RuleBroken as delay:
                _log.warning("%s %s is delayed: %s", inspectorate.slug, quarter, delay)
    return done


async def due(
    people: Database, ballots: Database, inspectorate: Inspectorate, now: datetime
) -> list[Quarter]:
    """Oldest first: from the inspectorate's first box on, all whose moment has passed, and which
    are not released yet.
    """
    async with ballots.reading() as session:
        of_quarters = col(Box.quarter).contains("-Q")  # others are of whole years
        boxes = select(func.min(Box.quarter)).filter_by(inspectorate=inspectorate.slug)
        query = boxes.where(of_quarters)
        first = (await session.exec(query)).one()
    async with people.reading() as session:
        there = {release.quarter for release in await releases_of(session, inspectorate)}
    quarters = []
    quarter = Quarter.parse(first) if first else None
    while quarter and due_at(quarter, inspectorate.country) <= now:
        quarters += [quarter] * (str(quarter) not in there)
        quarter = quarter.next
    return quarters


async def _add(
    people: AsyncSession, new: Release, inspectorate: Inspectorate, quarter: Quarter
) -> Release:
    try:
        async with people.begin_nested():
            people.add(new)
    except IntegrityError:
        # Somebody else released it in the same second: theirs is the release.
        there = await find(people, inspectorate, quarter)
        if there is None:
            raise
        return there
    await queue(people, inspectorate, new)
    return new
