"""A year in the director's report: its quarters side by side as they stand, and their sum."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.parts import Parts
from app.publications.standing import standing
from app.publications.year_parts import told
from app.questionnaires.loading import Shelf
from app.registry import searching
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.results.annual import YearResult, year_result
from app.results.figures import QuarterResult
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.quarters import OLDEST
from app.web.staff.report.choosing import periods
from app.web.staff.report.opening import READERS, read_place


@get("/report/{slug:str}/year/{year:int}", guards=[needs(*READERS)])
async def year_report(
    request: Asked,
    slug: FromPath[str],
    year: FromPath[int],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    inspectorate = await read_place(people, person, slug)
    begun = [
        await standing(people, ballots, parts.shelf, inspectorate, quarter, now)
        for quarter in _begun(inspectorate, year, now)
    ]
    found = [result for quarter in begun for result in quarter.results]
    return staff_page(
        request,
        person,
        "report/year.html",
        inspectorate=inspectorate,
        year=year,
        is_firm=all(quarter.state == "released" for quarter in begun),
        periods=periods(inspectorate, year, await searching.quarters(people, inspectorate.id)),
        parts=[told(parts.shelf, each) for each in _added_up(found, parts.shelf)],
    )


def _begun(inspectorate: Inspectorate, year: int, now: datetime) -> list[Quarter]:
    """The quarters of the year that have begun. NotFound if none has, or it is long past."""
    present = Quarter.of(local_day(now, zone(inspectorate.country)))
    if not OLDEST.year <= year <= present.year:
        raise NotFound
    return [each for number in range(1, 5) if (each := Quarter(year, number)) <= present]


def _added_up(results: Iterable[QuarterResult], shelf: Shelf) -> list[YearResult]:
    """Each edition and channel by itself, those invited first. What waits for the year's end is
    not among them."""
    of: defaultdict[tuple[bool, str, int], list[QuarterResult]] = defaultdict(list)
    for each in results:
        of[each.channel != "invited", each.questionnaire, each.edition].append(each)
    return [
        year_result(
            shelf.edition(name, edition), quarters, {}, channel=quarters[0].channel, destroyed=0
        )
        for (_is_open, name, edition), quarters in sorted(of.items())
    ]
