"""An inspector's own records, and whether their letters have gone out: the list, and each act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import INSPECTOR
from app.invitations.grouping import Group, count, in_group
from app.lib.errors import NotFound
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.registry import searching
from app.registry.tables import Inspectorate
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.acts import own, owner, rows, told
from app.web.staff.framing import staff_page
from app.web.staff.places import place, places

PER_PAGE = 25
LAST_PAGE = 1_000_000  # more acts than any register holds, fewer than a database counts to


@get("/inspections", guards=[needs(INSPECTOR)])
async def find(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
    of: FromQuery[str | None] = None,
    group: FromQuery[Group | None] = None,
    words: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> Response[str]:
    inspectorate = await place(people, person, INSPECTOR, of)
    if page > LAST_PAGE:
        raise NotFound
    words, page = words.strip(), max(page, 1)
    found = await searching.search(
        people,
        inspectorate.id,
        owner(person),
        words,
        *([in_group(inspectorate, group, now)] if group else []),
        skip=(page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )
    here = {"of": inspectorate.slug, "group": group or "", "words": words}
    return staff_page(
        request,
        person,
        "inspections.html",
        inspectorate=inspectorate,
        group=group,
        groups=await _groups(people, inspectorate, person, now),
        words=words,
        rows=await rows(people, inspectorate, found[:PER_PAGE], now),
        newer=_link(here, page=page - 1) if page > 1 else None,
        older=_link(here, page=page + 1) if len(found) > PER_PAGE else None,
        others=[one for one in await places(people, person, INSPECTOR) if one != inspectorate],
    )


@get("/inspections/{inspection_id:uuid}", guards=[needs(INSPECTOR)])
async def show(
    request: Asked,
    inspection_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    act = await own(people, person, inspection_id)
    page = await told(people, parts.addresses, act, now)
    return staff_page(request, person, "inspection.html", **page)


@dataclass(frozen=True)
class Filter:
    group: Group | None  # None: all acts
    words: str
    count: int
    link: str


async def _groups(
    people: AsyncSession, inspectorate: Inspectorate, person: SignedIn, now: datetime
) -> list[Filter]:
    """Those with an act in them, after all acts and what needs attention."""
    counts = await count(people, inspectorate, owner(person).condition(), now)
    here = {"of": inspectorate.slug}
    every = Filter(None, _("All"), sum(counts.values()), _link(here))
    return [every] + [
        Filter(group, _GROUPS[group](), number, _link(here, group=group.value))
        for group, number in counts.items()
        if number or group is Group.ATTENTION
    ]


def _link(here: dict[str, str], **changes: object) -> str:
    asked = {name: value for name, value in (here | changes).items() if value}
    return f"?{urlencode(asked)}"


_GROUPS: dict[Group, Callable[[], str]] = {
    Group.ATTENTION: lambda: _("Needs your attention"),
    Group.WAITING: lambda: _("Waiting"),
    Group.SENT: lambda: _("Sent"),
    Group.WITHOUT: lambda: _("Without an address"),
    Group.LOST: lambda: _("Not delivered"),
}
