"""What a quarter's document holds, gathered from both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import chain
from app.ballots.boxes import of_quarter
from app.ballots.showing import counting_codes
from app.ballots.tables import Box
from app.lib.errors import RuleBroken
from app.lib.quarters import Quarter
from app.publications.collection import publisher
from app.publications.document import Document, Period, Remarks
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.remarks.counting import counts
from app.remarks.place import Place
from app.results.assembling import quarter_results
from app.results.counting import count
from app.results.figures import QuarterResult

# Under ten, the list would tell who knows a code that he is one of very few.
FEWEST_CODES = 10
FEWEST_REMARKS = 10


class StillMixing(RuleBroken):
    """Answers of the quarter are still sealed; its boxes close at the next mixing."""


async def draft(
    people: AsyncSession,
    ballots: AsyncSession,
    shelf: Shelf,
    inspectorate: Inspectorate,
    quarter: Quarter,
    now: datetime,
) -> Document:
    """StillMixing while a box of the quarter is not closed."""
    boxes = await of_quarter(ballots, inspectorate.slug, quarter)
    if not all(box.closed for box in boxes):
        raise StillMixing(f"Answers about {quarter} are still being mixed. Try again later.")
    codes = await counting_codes(ballots, [box.id for box in boxes])
    results = [
        _as_closed(boxes, result)
        for result in await quarter_results(people, ballots, shelf, inspectorate, quarter, count)
    ]
    editions = sorted({(result.questionnaire, result.edition) for result in results})
    return Document(
        inspectorate=publisher(inspectorate),
        quarter=str(quarter),
        period=Period(quarter.first_day, quarter.last_day, quarter.closes_on),
        published_at=now.replace(microsecond=0),
        questionnaires=tuple(shelf.edition(name, number) for name, number in editions),
        results=tuple(results),
        counting_codes=tuple(sorted(codes)) if len(codes) >= FEWEST_CODES else (),
        remarks=await _remarks(people, ballots, Place.of(inspectorate, quarter)),
        audit_head=(await chain.head(people)).digest.hex(),
    )


async def _remarks(people: AsyncSession, ballots: AsyncSession, place: Place) -> Remarks:
    found = await counts(people, ballots, place)
    if found.total < FEWEST_REMARKS:
        return Remarks(None, None)
    return Remarks(found.total, found.decided)


def _as_closed(boxes: Sequence[Box], result: QuarterResult) -> QuarterResult:
    """What a box left unopened when it closed is not shown, but that so many answered is told; and
    how many came in a flood.
    """
    of_result = (result.questionnaire, result.edition, result.channel)
    of_it = [box for box in boxes if (box.questionnaire, box.edition, box.channel) == of_result]
    answered = result.answered + sum(box.unopened for box in of_it)
    return replace(
        result,
        answered=answered,
        waiting=0,
        rates=replace(result.rates, answered=answered) if result.rates else None,
        set_aside=sum(box.set_aside for box in of_it),
    )
