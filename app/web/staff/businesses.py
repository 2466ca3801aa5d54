"""The register of businesses: a search, and each with its acts over all years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY
from app.lib.errors import NotAllowed, NotFound
from app.registry import history, inspectorates
from app.registry.businesses import number_of
from app.registry.countries import tax_number_name
from app.registry.doubles.merging import merge_of, merges_into
from app.registry.findings.citing import Cited, cited_by
from app.registry.findings.sampling import Examined, samples_of
from app.registry.history import Reader
from app.registry.kinds import label
from app.registry.regions import region_name
from app.registry.tables import Business, Inspection, Inspectorate
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.acts import owner
from app.web.staff.delivery import Post, post_of
from app.web.staff.framing import staff_page
from app.web.staff.inspections import LAST_PAGE, PER_PAGE
from app.web.staff.local_time import local_time

MAY_LOOK = (INSPECTOR, DIRECTOR, MINISTRY, ADMINISTRATOR)
_OF_A_BODY = (INSPECTOR, DIRECTOR)


@dataclass(frozen=True)
class Line:
    """One act. `inspector` and `letter` are empty where they are not for the reader."""

    inspection: Inspection
    inspectorate: Inspectorate
    inspector: str
    letter: str
    is_own: bool
    samples: Sequence[Examined]
    cited: Sequence[Cited]


@get("/businesses", guards=[needs(*MAY_LOOK)])
async def find_business(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
    words: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> Response[str]:
    if page > LAST_PAGE:
        raise NotFound
    reader, words, page = await reader_of(people, person), words.strip(), max(page, 1)
    skip = (page - 1) * PER_PAGE
    found = (
        await history.find(people, reader, words, skip=skip, limit=PER_PAGE + 1) if words else []
    )
    burdened = await history.most_inspected(people, reader, now.year) if not words else []
    return staff_page(
        request,
        person,
        "businesses.html",
        words=words,
        found=found[:PER_PAGE],
        newer=f"?{urlencode({'words': words, 'page': page - 1})}" if page > 1 else None,
        older=f"?{urlencode({'words': words, 'page': page + 1})}" if found[PER_PAGE:] else None,
        burdened=burdened,
        year=now.year,
        number=number,
    )


@get("/businesses/{business_id:uuid}", guards=[needs(*MAY_LOOK)])
async def show_business(
    request: Asked,
    business_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    business = await people.get(Business, business_id)
    reader = await reader_of(people, person)
    years = await history.by_year(people, reader, business_id)
    merged = await merge_of(people, business_id)
    is_shown = years or (merged and person.has(ADMINISTRATOR))
    if business is None or not is_shown:
        raise NotAllowed  # what others did with a business is refused like a business that is none
    return staff_page(
        request,
        person,
        "business.html",
        business=business,
        number=number,
        years=years,
        acts=await _lines(people, person, reader, business_id, now),
        newest=history.NEWEST,
        merges=await merges_into(people, business_id),
        merged=merged,
        local=await local_time(people, person),
        is_administrator=person.has(ADMINISTRATOR),
        label=label,
        region_name=region_name,
    )


async def reader_of(people: AsyncSession, person: SignedIn) -> Reader:
    """Inspectors and directors see what their own inspectorates did."""
    if person.has(MINISTRY, ADMINISTRATOR):
        return Reader(None)
    every = await inspectorates.all_of(people)
    return Reader([one.id for one in every if person.may(one.id, *_OF_A_BODY)])


def number(business: Business) -> tuple[str, str]:
    """What it is called, and the number itself."""
    kind, written = number_of(business)
    name = tax_number_name(business.country) if kind == "tax_number" else ""
    return name, written


async def _lines(
    people: AsyncSession, person: SignedIn, reader: Reader, business_id: UUID, now: datetime
) -> list[Line]:
    acts = await history.acts_of(people, reader, business_id)
    ids = [act.id for act, _body in acts]
    samples, cited = await samples_of(people, ids), await cited_by(people, ids)
    posts: dict[UUID, Post] = {}
    for inspectorate in {body.id: body for _act, body in acts}.values():
        own = [act for act, body in acts if body.id == inspectorate.id and _is_own(person, act)]
        posts[inspectorate.id] = await post_of(people, inspectorate, own, now)
    return [
        Line(
            act,
            body,
            inspector=act.inspector if person.may(body.id, *_OF_A_BODY) else "",
            letter=posts[body.id].in_words(act) if _is_own(person, act) else "",
            is_own=_is_own(person, act),
            samples=samples[act.id],
            cited=cited[act.id],
        )
        for act, body in acts
    ]


def _is_own(person: SignedIn, act: Inspection) -> bool:
    return person.may(act.inspectorate_id, INSPECTOR) and owner(person).has(act)
