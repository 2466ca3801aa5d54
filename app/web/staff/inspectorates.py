"""All inspectorates beside each other in one quarter, by name: never in the order of a figure.

For the ministry, and for observers: these see how the work went, and nothing of results, records
or people.
"""

from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import MINISTRY, OBSERVER
from app.lib.dates import local_day, official
from app.lib.i18n import gettext as _
from app.lib.quarters import Quarter
from app.parts import Parts
from app.publications.archive import published
from app.publications.calendar import due_at
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.results import describing
from app.results.assembling import quarter_results
from app.results.beside import beside
from app.results.figures import PartRow
from app.results.funnel import FEWEST_ROWS
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.signals import places


@get("/inspectorates", guards=[needs(MINISTRY, OBSERVER)])
async def show_inspectorates(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
    quarter: FromQuery[str] = "",
) -> Response[str]:
    quarters = await places.quarters(people)
    chosen = places.chosen(quarter, quarters)
    bodies = {one.slug: one for one in await places.by_name(people)} if chosen else {}
    results = {
        slug: await quarter_results(people, ballots, parts.shelf, one, chosen)
        for slug, one in bodies.items()
        if chosen
    }
    days = await published(people, chosen) if chosen else {}
    return staff_page(
        request,
        person,
        "inspectorates.html",
        quarter=chosen,
        quarters=quarters,
        bodies=bodies,
        every=beside(results, parts.shelf),
        publishing={
            slug: _publishing(one, chosen, days.get(one.id), now)
            for slug, one in bodies.items()
            if chosen
        },
        apart=_apart,
        fewest=FEWEST_ROWS,
        describing=describing,
        is_ministry=person.has(MINISTRY),
    )


def _publishing(
    inspectorate: Inspectorate, quarter: Quarter, published_at: datetime | None, now: datetime
) -> str:
    """When the quarter's results came out, or are to: by the program, so nobody's name is in it."""
    where, due = zone(inspectorate.country), due_at(quarter, inspectorate.country)
    day = official(local_day(published_at or due, where))
    if published_at:
        return _("published: %(day)s", day=day)
    if due < now:
        return _("delayed; they were due on this day: %(day)s", day=day)
    return _("not yet; due on this day: %(day)s", day=day)


def _apart(row: PartRow) -> str:
    """Where a share lies among the other inspectorates'; empty: where chance may have put it."""
    if row.apart == "above":
        return _("higher than chance explains beside the others")
    return _("lower than chance explains beside the others") if row.apart else ""
