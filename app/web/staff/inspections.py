"""An inspector's own records, and whether their letters have gone out: the list, and each act."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import INSPECTOR
from app.lib.errors import NotFound
from app.parts import Parts
from app.registry import searching
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.acts import own, owner, row, told
from app.web.staff.delivery import post_of
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
        skip=(page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )
    post = await post_of(people, inspectorate, [one for one, _business in found], now)
    here = {"of": inspectorate.slug, "words": words}
    return staff_page(
        request,
        person,
        "inspections.html",
        inspectorate=inspectorate,
        words=words,
        rows=[row(*one, post) for one in found[:PER_PAGE]],
        newer=f"?{urlencode(here | {'page': page - 1})}" if page > 1 else None,
        older=f"?{urlencode(here | {'page': page + 1})}" if len(found) > PER_PAGE else None,
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
