"""For administrators: businesses that stand twice, merged and parted again, or said to be two."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.people import names
from app.accounts.roles import ADMINISTRATOR
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.registry.doubles.dismissing import dismiss, dismissed, take_back
from app.registry.doubles.finding import doubles
from app.registry.doubles.merging import By, merge, unmerge
from app.registry.regions import region_name
from app.registry.tables import Business
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.businesses import number
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.local_time import local_time

_MOST = 50
_DOUBLES = "/staff/businesses/doubles"


@get("/businesses/doubles", guards=[needs(ADMINISTRATOR)])
async def show_doubles(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Response[str]:
    return staff_page(
        request,
        person,
        "doubles.html",
        doubles=await doubles(people, _MOST),
        most=_MOST,
        local=await local_time(people, person),
        dismissed=await dismissed(people),
        people=await names(people),
        number=number,
        region_name=region_name,
    )


@post(
    "/businesses/{business_id:uuid}/merge",
    guards=[needs(ADMINISTRATOR)],
    request_max_body_size=FORM_LIMIT,
)
async def merge_business(
    request: Asked,
    business_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    kept_id = _key((await fields(request)).get("kept", ""))
    merged = await merge(people, business_id, kept_id, By(person.person_id, now))
    about = await _named(people, merged.business_id, merged.kept_id)
    audit.record(people, person.person_id, "merged businesses", about)
    return Redirect(f"/staff/businesses/{kept_id}", status_code=303)


@post(
    "/businesses/{business_id:uuid}/unmerge",
    guards=[needs(ADMINISTRATOR)],
    request_max_body_size=FORM_LIMIT,
)
async def unmerge_business(
    business_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    merged = await unmerge(people, business_id, By(person.person_id, now))
    about = await _named(people, merged.business_id, merged.kept_id)
    audit.record(people, person.person_id, "parted businesses", about)
    return Redirect(f"/staff/businesses/{business_id}", status_code=303)


@post(
    "/businesses/{business_id:uuid}/two",
    guards=[needs(ADMINISTRATOR)],
    request_max_body_size=FORM_LIMIT,
)
async def say_two(
    request: Asked,
    business_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    other_id = _key((await fields(request)).get("other", ""))
    await dismiss(people, business_id, other_id, By(person.person_id, now))
    about = await _pair(people, business_id, other_id)
    audit.record(people, person.person_id, "said that businesses are two", about)
    return Redirect(_DOUBLES, status_code=303)


@post(
    "/businesses/doubles/{dismissal_id:uuid}/take-back",
    guards=[needs(ADMINISTRATOR)],
    request_max_body_size=FORM_LIMIT,
)
async def say_one_after_all(
    dismissal_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    said = await take_back(people, dismissal_id, By(person.person_id, now))
    about = await _pair(people, said.one_id, said.other_id)
    audit.record(people, person.person_id, "said that businesses may be one", about)
    return Redirect(_DOUBLES, status_code=303)


async def _named(people: AsyncSession, business_id: UUID, kept_id: UUID) -> str:
    """In the audit trail, as on the command line."""
    one, other = await _both(people, business_id, kept_id)
    return f"{one.country} {number(one)[1]} into {number(other)[1]}"


async def _pair(people: AsyncSession, one_id: UUID, other_id: UUID) -> str:
    one, other = await _both(people, one_id, other_id)
    return f"{one.country} {number(one)[1]} and {number(other)[1]}"


async def _both(people: AsyncSession, one_id: UUID, other_id: UUID) -> tuple[Business, Business]:
    return await people.get_one(Business, one_id), await people.get_one(Business, other_id)


def _key(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise Invalid({"kept": _("Choose another business of the same country.")}) from error
