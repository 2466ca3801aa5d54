"""A quarter as it stands: what snapshots show, until it is released; then what the release says.

A released quarter is not reckoned anew: records that come in late would move its intervals, and
everybody else reads the release. Its charts have been drawn for good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxes import of_quarter
from app.lib.dates import local_day
from app.lib.quarters import Quarter
from app.publications.archive import find
from app.publications.calendar import due_at
from app.publications.document import read
from app.questionnaires.loading import Shelf
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.results.assembling import quarter_results
from app.results.figures import QuarterResult

_REMEMBERED = 8  # documents: reading one takes longer than all else that a page of it needs

# Overdue because answers are still sealed; because what was shown has yet to pass its check.
State = Literal["changing", "mixing", "checking", "released", "unasked"]


@dataclass(frozen=True)
class Standing:
    """`day`: the inspectorate's, on which it was released, or is due to be."""

    results: Sequence[QuarterResult]
    state: State
    day: date


async def standing(
    people: AsyncSession,
    ballots: AsyncSession,
    shelf: Shelf,
    inspectorate: Inspectorate,
    quarter: Quarter,
    now: datetime,
) -> Standing:
    released = await find(people, inspectorate, quarter)
    if released:
        day = local_day(released.published_at, zone(inspectorate.country))
        return Standing(_results(released.document), "released", day)
    results = await quarter_results(people, ballots, shelf, inspectorate, quarter)
    state = await _unreleased(ballots, inspectorate, quarter, now)
    due = due_at(quarter, inspectorate.country)
    return Standing(results, state, local_day(due, zone(inspectorate.country)))


@lru_cache(maxsize=_REMEMBERED)
def _results(document: str) -> tuple[QuarterResult, ...]:
    return read(document).results


async def _unreleased(
    ballots: AsyncSession, inspectorate: Inspectorate, quarter: Quarter, now: datetime
) -> State:
    if now < due_at(quarter, inspectorate.country):
        return "changing"
    boxes = await of_quarter(ballots, inspectorate.slug, quarter)
    if not boxes:
        return "unasked"
    return "checking" if all(box.closed for box in boxes) else "mixing"
