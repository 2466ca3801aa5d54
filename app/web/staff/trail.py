"""The audit trail, for administrators: who did what, and whether the list is as it was written."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import StringIO
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import chain, reading_events
from app.accounts.chain import Link, Verified
from app.accounts.reading_events import Asked as Sought
from app.accounts.reading_events import Told
from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Event, Person
from app.lib.errors import NotFound
from app.results.exports import safe
from app.web.asked import Asked
from app.web.guards import needs
from app.web.pages import download
from app.web.signed_in import SignedIn
from app.web.staff.done_in_words import in_words
from app.web.staff.framing import staff_page
from app.web.staff.inspections import LAST_PAGE
from app.web.staff.local_time import LocalTime, local_time

PER_PAGE = 50
LOOKED_AT = 2_000  # events, the newest: an eighth of a second; `pikir audit verify` looks at all


@dataclass(frozen=True)
class Row:
    """`about` is a name where it was about somebody of the staff."""

    number: int
    at: datetime
    name: str
    act: str
    is_in_words: bool  # in the reader's language
    about: str


@get("/audit", guards=[needs(ADMINISTRATOR)])
async def show_trail(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    page: FromQuery[int] = 1,
) -> Response[str]:
    if page > LAST_PAGE:
        raise NotFound
    page = max(page, 1)
    local, here = await local_time(people, person), _given(request)
    skip = (page - 1) * PER_PAGE
    found = await reading_events.events(people, _sought(here, local), skip=skip, limit=PER_PAGE + 1)
    everybody = {str(one.id): one.name for one in await people.exec(select(Person))}
    verified, first = await _verified(people)
    return staff_page(
        request,
        person,
        "trail.html",
        rows=[_row(told, everybody) for told in found[:PER_PAGE]],
        given=here,
        people=dict(sorted(everybody.items(), key=lambda one: one[1])),
        acts={act: in_words(act) or act for act in await reading_events.acts(people)},
        local=local,
        verified=verified,
        head=verified.head.digest.hex(),
        first=first,
        csv=f"/staff/audit.csv?{urlencode(here)}",
        newer=f"?{urlencode(here | {'page': page - 1})}" if page > 1 else None,
        older=f"?{urlencode(here | {'page': page + 1})}" if len(found) > PER_PAGE else None,
    )


@get("/audit.csv", guards=[needs(ADMINISTRATOR)])
async def trail_as_csv(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Response[bytes]:
    """All that was asked for, as it stands in the database: with times in UTC."""
    sought = _sought(_given(request), await local_time(people, person))
    told = await reading_events.events(people, sought)
    return download(_csv(told), "audit.csv", "text/csv; charset=utf-8")


def _given(request: Asked) -> dict[str, str]:
    """What was asked for, and can be: everything else is as if it had not been."""
    given = {name: request.query_params.get(name, "") for name in ("person", "act")}
    days = {name: request.query_params.get(name, "") for name in ("since", "until")}
    return given | {name: day if _day(day) else "" for name, day in days.items()}


def _sought(given: dict[str, str], local: LocalTime) -> Sought:
    since, until = _day(given["since"]), _day(given["until"])
    sought = Sought(
        act=given["act"] or None,
        since=local.midnight(since) if since else None,
        until=local.midnight(until + timedelta(days=1)) if until and until < date.max else None,
    )
    try:
        return replace(sought, person_id=UUID(given["person"])) if given["person"] else sought
    except ValueError:
        return sought


async def _verified(people: AsyncSession) -> tuple[Verified, int]:
    """And the first event that was looked at: of a long trail only the newest part."""
    newest = await chain.head(people)
    before = await people.get(Event, newest.number - LOOKED_AT)
    after = Link.of(before) if before else None
    return await chain.verify(people, after=after), after.number + 1 if after else 1


def _row(told: Told, everybody: dict[str, str]) -> Row:
    event = told.event
    about = everybody.get(event.about, event.about)
    words = in_words(event.act)
    act = words or event.act
    return Row(event.number, event.at, told.name or "", act, words is not None, about)


def _csv(told: Sequence[Told]) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["number", "at", "person", "name", "act", "about", "digest"])
    for one in told:
        event = one.event
        cells = (str(event.person_id or ""), one.name or "", event.act, event.about)
        written = [safe(cell) for cell in cells]
        writer.writerow([event.number, event.at.isoformat(), *written, event.digest.hex()])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day > date.min else None  # which begins before all time, east of Greenwich
