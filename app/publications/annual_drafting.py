"""What a year's document holds: its quarters as they were released, and what they left."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import chain
from app.ballots import yearly
from app.ballots.boxes import Channel
from app.ballots.showing import counting_codes
from app.ballots.tables import Box
from app.lib.errors import RuleBroken
from app.lib.quarters import Quarter
from app.publications.annual_document import AnnualDocument
from app.publications.archive import releases_of
from app.publications.collection import publisher
from app.publications.document import Published
from app.publications.drafting import FEWEST_CODES, StillMixing
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.results.annual import YearResult, year_result
from app.results.figures import QuarterResult

Key = tuple[str, int, str]  # questionnaire, edition, channel


class QuartersFirst(RuleBroken):
    """A quarter of the year has not been released yet, or nobody was asked in the whole year."""


async def draft_year(
    people: AsyncSession,
    ballots: AsyncSession,
    shelf: Shelf,
    inspectorate: Inspectorate,
    year: int,
    now: datetime,
) -> AnnualDocument:
    """QuartersFirst; StillMixing while anything of the year is sealed."""
    quarters = await _quarters(people, ballots, inspectorate, year)
    if not await yearly.is_settled(ballots, inspectorate.slug, year):
        raise StillMixing(f"Answers about {year} are still being mixed. Try again later.")
    left = await yearly.left(ballots, inspectorate.slug, year)
    codes = await counting_codes(ballots, [one.box_id for one in left])
    editions = sorted({key[:2] for key in _series(quarters, left)})
    return AnnualDocument(
        inspectorate=publisher(inspectorate),
        year=year,
        published_at=now.replace(microsecond=0),
        quarters={each.document.quarter: each.digest for each in quarters},
        questionnaires=tuple(shelf.edition(name, edition) for name, edition in editions),
        results=_results(shelf, quarters, left),
        counting_codes=tuple(codes) if len(codes) >= FEWEST_CODES else (),
        audit_head=(await chain.head(people)).digest.hex(),
    )


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
