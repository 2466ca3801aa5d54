"""The year's end: what its quarters left unopened is opened together, or destroyed unopened.

Answers never cross years, inspectorates, questionnaire editions or channels.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxes import WHOLE
from app.ballots.boxkeys import NO_KEY
from app.ballots.content import Content
from app.ballots.tables import Box, Group, Snapshot
from app.ballots.unsealing import TOGETHER, Unsealed, take_out
from app.ballots.versions import ALL
from app.lib.dates import local_day
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter


@dataclass(frozen=True)
class Series:
    """What may be opened together: all the boxes of a year that differ in their quarter only."""

    inspectorate: str
    year: int
    questionnaire: str
    edition: int
    channel: str

    def boxes(self) -> tuple[ColumnElement[bool], ...]:
        """Of its quarters."""
        return (
            col(Box.quarter).startswith(f"{self.year}-Q"),
            col(Box.inspectorate) == self.inspectorate,
            col(Box.questionnaire) == self.questionnaire,
            col(Box.edition) == self.edition,
            col(Box.channel) == self.channel,
        )


@dataclass(frozen=True)
class Left:
    """What the quarters of a year left of a series: mixed into `figures`, or destroyed.

    `figures`: question -> base, counts by option, as in a snapshot; "" counts the answers.
    """

    series: Series
    box_id: str
    destroyed: int
    figures: Mapping[str, tuple[int, dict[str, int]]]


async def left(session: AsyncSession, inspectorate: str, year: int) -> list[Left]:
    """By questionnaire, edition and channel; nothing of series that left nothing."""
    boxes = select(Box).filter_by(inspectorate=inspectorate, quarter=str(year))
    found = []
    for box in await session.exec(boxes):
        of_box = select(Snapshot).filter_by(box_id=box.id, cell=ALL)
        shown = {one.question: (one.base, one.counts) for one in await session.exec(of_box)}
        found.append(Left(_series(box), box.id, box.unopened, shown))
    return sorted(found, key=lambda one: str(one.series))


async def is_settled(session: AsyncSession, inspectorate: str, year: int) -> bool:
    """Whether every box of the year is closed, and what it left was opened or destroyed."""
    boxes = (await session.exec(select(Box).filter_by(inspectorate=inspectorate))).all()
    of_year = [box for box in boxes if _year(box) == year]
    settled = {_series(box) for box in of_year if _is_year(box)}
    return all(box.closed for box in of_year) and all(
        _series(box) in settled for box in of_year if box.unopened
    )


async def ended(session: AsyncSession, now: datetime) -> list[Series]:
    """Those whose last quarter is closed, with something unopened that has yet to be settled."""
    every = (await session.exec(select(Box))).all()
    settled = {_series(box) for box in every if _is_year(box)}
    quarters = [box for box in every if not _is_year(box)]
    running = {
        _series(box)
        for box in quarters
        if not box.closed or local_day(now, box.zone) <= Quarter(_year(box), 4).closes_on
    }
    left = {_series(box) for box in quarters if box.unopened}
    return sorted(left - running - settled, key=str)


async def open_year(session: AsyncSession, series: Series) -> Box:
    """A box that takes no answers: it holds those that the quarters could not open."""
    like = (await session.exec(select(Box).where(*series.boxes()).limit(1))).one()
    box = Box(
        **like.model_dump(
            exclude={"id", "quarter", "closes_on", "waiting", "unopened", "set_aside"}
        ),
        id=secrets.token_hex(6),
        quarter=str(series.year),
        closes_on=Quarter(series.year, 4).closes_on,
    )
    session.add(box)
    await session.flush()
    return box


async def unseal_year(session: AsyncSession, keys: KeyFolder, year: Box) -> Unsealed:
    """All that waits in the year's quarters, if that is ten; else it is gone, and counted."""
    contents: list[Content] = []
    unsealed = Unsealed()
    for quarter in await session.exec(select(Box).where(*_series(year).boxes())):
        left, broken = await take_out(session, keys, quarter.id, WHOLE)
        contents += left
        unsealed.broken += broken
    if len(contents) < TOGETHER:
        year.unopened = len(contents)
        return unsealed
    group = Group(
        box_id=year.id,
        number=WHOLE,
        regions=[],
        kinds=[],
        key_name=NO_KEY.name,
        public_key=NO_KEY.public,
        merged=True,
    )
    session.add(group)
    await session.flush()
    unsealed.ripe.append((group, contents))
    return unsealed


def _series(box: Box) -> Series:
    return Series(box.inspectorate, _year(box), box.questionnaire, box.edition, box.channel)


def _year(box: Box) -> int:
    return int(box.quarter[:4])


def _is_year(box: Box) -> bool:
    return len(box.quarter) == 4
