"""The people, for administrators: the list, and adding somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import administering, audit, wanting
from app.accounts import people as staff
from app.accounts.administering import Listed, Sought
from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY, OBSERVER, Held, Role
from app.accounts.tables import Person
from app.accounts.wanting import Wanted
from app.lib.errors import AlreadyDone, Invalid, NotFound
from app.lib.i18n import OWN_NAMES, spoken
from app.lib.i18n import gettext as _
from app.registry import inspectorates
from app.registry.tables import Inspectorate
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.inspections import LAST_PAGE

PEOPLE = "/staff/people"
PER_PAGE = 50


@dataclass(frozen=True)
class Row:
    person: Person
    roles: Sequence[str]


@get("/people", guards=[needs(ADMINISTRATOR)])
async def find_people(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    words: FromQuery[str] = "",
    role: FromQuery[str] = "",
    of: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> Response[str]:
    if page > LAST_PAGE:
        raise NotFound
    bodies = await inspectorates.all_of(people)
    chosen = next((one.id for one in bodies if one.slug == of), None)
    found = await administering.find(people, Sought(words, role or None, chosen))
    page = max(page, 1)
    start, here = (page - 1) * PER_PAGE, {"words": words, "role": role, "of": of}
    return staff_page(
        request,
        person,
        "people.html",
        rows=[_row(one, bodies) for one in found[start : start + PER_PAGE]],
        count=len(found),
        asked=here,
        roles=role_names(),
        inspectorates=names_of(bodies),
        before=f"?{urlencode(here | {'page': page - 1})}" if page > 1 else None,
        after=f"?{urlencode(here | {'page': page + 1})}" if len(found) > start + PER_PAGE else None,
    )


@get("/people/new", guards=[needs(ADMINISTRATOR)])
async def show_form(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    role: FromQuery[str] = "",
    of: FromQuery[str] = "",
) -> Response[str]:
    """`role` and `of`, the slug of an inspectorate, come with the link of one that lacks them."""
    given = {"language": spoken(), "role": role, "inspectorate": of}
    return await _form(request, people, person, given, {})


@post("/people/new", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def add_person(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """The invitation to sign in goes out within seconds."""
    entered = await fields(request)
    email = entered.get("email", "")
    try:
        held = await held_of(people, entered)
        async with people.begin_nested():  # somebody whose role cannot be is not added
            added = await staff.add(
                people, email, entered.get("name", ""), entered.get("language", "")
            )
            await staff.give(people, added, held.role, held.inspectorate_id)
    except AlreadyDone:
        fault = {"email": _("Somebody has this address already. Look for them in the list.")}
        return await _form(request, people, person, entered, fault)
    except Invalid as invalid:
        return await _form(request, people, person, entered, invalid.errors)
    wanting.want(people, email, Wanted.WELCOME, now)
    audit.record(people, person.person_id, f"added {held.role}", str(added.id))
    return Redirect(f"{PEOPLE}/{added.id}", status_code=303)


async def held_of(people: AsyncSession, entered: Mapping[str, str]) -> Held:
    """The role that was chosen in a form, and where. Raises Invalid."""
    slug = entered.get("inspectorate", "")
    one = await inspectorates.by_slug(people, slug) if slug.isprintable() else None
    try:
        return Held(Role(entered.get("role", "")), one.id if one else None)
    except ValueError as error:
        raise Invalid({"role": _("Choose a role.")}) from error


def role_names() -> dict[str, str]:
    return {
        INSPECTOR: _("Inspector"),
        DIRECTOR: _("Director"),
        MINISTRY: _("Ministry"),
        OBSERVER: _("Observer"),
        ADMINISTRATOR: _("Administrator"),
    }


def names_of(bodies: Sequence[Inspectorate]) -> dict[str, str]:
    return {one.slug: one.names[spoken()]["name"] for one in bodies}


def in_words(held: Held, bodies: Sequence[Inspectorate]) -> str:
    """Such as “Director, GETI”."""
    short: dict[UUID | None, str] = {one.id: one.names[spoken()]["short"] for one in bodies}
    where = short.get(held.inspectorate_id)
    return ", ".join(filter(None, (role_names()[held.role], where)))


def _row(listed: Listed, bodies: Sequence[Inspectorate]) -> Row:
    return Row(listed.person, sorted(in_words(held, bodies) for held in listed.roles))


async def _form(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    given: Mapping[str, str],
    errors: Mapping[str, str],
) -> Response[str]:
    labels = {
        "name": _("Name"),
        "email": _("E-mail address"),
        "language": _("Language"),
        "role": _("Role"),
        "inspectorate": _("Inspectorate"),
    }
    return staff_page(
        request,
        person,
        "new_person.html",
        status=422 if errors else 200,
        given=given,
        errors={name: errors[name] for name in labels if name in errors},
        labels=labels,
        roles=role_names(),
        inspectorates=names_of(await inspectorates.all_of(people)),
        languages_by_name=OWN_NAMES,
    )
