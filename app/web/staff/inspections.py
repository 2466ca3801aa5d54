"""An inspector's own records, and whether their letters have gone out. Never who answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import INSPECTOR
from app.invitations.correcting import correction_of
from app.lib.dates import official
from app.lib.errors import NotAllowed, NotFound
from app.lib.i18n import OWN_NAMES
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.registry import searching
from app.registry.addresses import Addresses, likely_meant
from app.registry.countries import tax_number_name, tax_number_warning
from app.registry.kinds import label
from app.registry.owning import Owner
from app.registry.regions import region_name
from app.registry.searching import Found
from app.registry.tables import Business, Inspection, Inspectorate
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.delivery import Post, post_of
from app.web.staff.framing import staff_page
from app.web.staff.places import place, places

PER_PAGE = 25
LAST_PAGE = 1_000_000  # more acts than any register holds, fewer than a database counts to


@dataclass(frozen=True)
class Row:
    """One act as the list shows it; `letter` is a sentence."""

    id: UUID
    act: str
    act_date: date
    business: str
    kind: str
    region: str
    letter: str


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
        rows=[_row(*one, post) for one in found[:PER_PAGE]],
        newer=f"?{urlencode(here | {'page': page - 1})}" if page > 1 else None,
        older=f"?{urlencode(here | {'page': page + 1})}" if len(found) > PER_PAGE else None,
        others=[one for one in await places(people, person, INSPECTOR) if one != inspectorate],
    )


@get("/inspections/{inspection_id:uuid}", guards=[needs(INSPECTOR)])
async def show(
    request: Asked,
    inspection_id: FromPath[UUID],
    wiring: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    found = await own(people, person, inspection_id)
    return await act_page(request, wiring, people, person, found, now)


async def own(people: AsyncSession, person: SignedIn, inspection_id: UUID) -> Found:
    """An act of this inspector's; anybody else's is refused like none."""
    found = await searching.one(people, inspection_id)
    if found is None:
        raise NotAllowed
    inspection = found[0]
    if not person.may(inspection.inspectorate_id, INSPECTOR) or not owner(person).has(inspection):
        raise NotAllowed
    return found


async def act_page(
    request: Asked,
    wiring: Parts,
    people: AsyncSession,
    person: SignedIn,
    found: Found,
    now: datetime,
    email: str = "",
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    """`email` and `errors`: what was entered in its form and could not be taken."""
    inspection, business = found
    inspectorate = await people.get_one(Inspectorate, inspection.inspectorate_id)
    post = await post_of(people, inspectorate, [inspection], now)
    return staff_page(
        request,
        person,
        "inspection.html",
        status=422 if errors else 200,
        inspectorate=inspectorate,
        row=_row(inspection, business, post),
        facts=_facts(wiring.addresses, inspectorate, found),
        warnings=_warnings(wiring.addresses, found),
        may_change=not post.has_letter(inspection),
        correction=await correction_of(people, inspectorate, inspection, now),
        email=email,
        errors=errors or {},
    )


def owner(person: SignedIn) -> Owner:
    """Inspectors see their own records, nobody else's."""
    return Owner(person.person_id, person.name)


def masked(email: str) -> str:
    """Enough to recognise an address that one knows, too little to write to it: a…@mail.kg"""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _row(inspection: Inspection, business: Business, post: Post) -> Row:
    return Row(
        inspection.id,
        f"{inspection.act_number} / {inspection.act_year}",
        inspection.act_date,
        business.name,
        label(inspection.kind),
        region_name(inspection.region),
        post.in_words(inspection),
    )


def _facts(addresses: Addresses, inspectorate: Inspectorate, found: Found) -> dict[str, str]:
    inspection, business = found
    facts = {
        _("Date of the act"): official(inspection.act_date),
        _("First day of the inspection"): official(inspection.started_on),
        _("Last day of the inspection"): official(inspection.finished_on),
        _("Kind of inspection"): label(inspection.kind),
        _("Region"): region_name(inspection.region),
        _("Outcome"): label(inspection.outcome),
        _("Inspector"): inspection.inspector,
        _("Business"): business.name,
        tax_number_name(inspectorate.country): business.tax_number,
        _("Language of the letter"): OWN_NAMES[inspection.language],
    }
    if inspection.email:
        facts[_("E-mail address")] = masked(addresses.open(inspection.email))
    return {name: value for name, value in facts.items() if value}


def _warnings(addresses: Addresses, found: Found) -> list[str]:
    """Slips of the pen, for who made them. Whatever else looks odd is for the ministry alone."""
    inspection, business = found
    warnings = [tax_number_warning(business.country, business.tax_number)]
    meant = likely_meant(addresses.open(inspection.email)) if inspection.email else None
    if meant:
        domain = meant.rpartition("@")[2]
        warnings.append(
            _("The e-mail address may be mistyped. Did you mean @%(domain)s?", domain=domain)
        )
    return [warning for warning in warnings if warning]
