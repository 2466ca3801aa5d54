"""One of the people, for administrators: roles, access, password and second factor."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import administering, audit, second_factor, wanting
from app.accounts import people as staff
from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Person
from app.accounts.wanting import Wanted
from app.lib.errors import AlreadyDone, Invalid, NotFound, TooMany
from app.registry import inspectorates
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.link_letter import link_letter
from app.web.staff.local_time import local_time
from app.web.staff.people import PEOPLE, held_of, in_words, names_of, role_names

ONE = "/people/{person_id:uuid}"


@get(ONE, guards=[needs(ADMINISTRATOR)])
async def show_person(
    request: Asked,
    person_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str]:
    return await _page(request, people, person, await _found(people, person_id), {})


@post(f"{ONE}/name", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def rename(
    request: Asked,
    person_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str] | Redirect:
    found = await _found(people, person_id)
    try:
        staff.rename(found, (await fields(request)).get("name", ""))
    except Invalid as invalid:
        return await _page(request, people, person, found, invalid.errors)
    return _done(people, person, found, "renamed a person")


@post(f"{ONE}/roles", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def give_role(
    request: Asked,
    person_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str] | Redirect:
    found = await _found(people, person_id)
    try:
        held = await held_of(people, await fields(request))
        await staff.give(people, found, held.role, held.inspectorate_id)
    except Invalid as invalid:
        return await _page(request, people, person, found, invalid.errors)
    return _done(people, person, found, f"gave a role ({held.role})")


@post(f"{ONE}/roles/take", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def take_role(
    request: Asked,
    person_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Redirect:
    found = await _found(people, person_id)
    held = await held_of(people, await fields(request))
    await administering.take(people, person.person_id, found, held)
    return _done(people, person, found, f"took a role ({held.role})")


@post(f"{ONE}/access", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def switch(
    request: Asked,
    person_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Redirect:
    """Off unless the form says on."""
    found = await _found(people, person_id)
    if (await fields(request)).get("to") == "on":
        found.active = True
        return _done(people, person, found, "switched a person on")
    await administering.switch_off(people, person.person_id, found)
    return _done(people, person, found, "switched a person off")


@post(f"{ONE}/password", guards=[needs(ADMINISTRATOR)])
async def send_password(
    person_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    """The present password works no more, and a letter brings the link to another one. TooMany."""
    found = await _found(people, person_id)
    if await wanting.are_enough(people, found.email, now):
        raise TooMany
    what = Wanted.PASSWORD if found.password else Wanted.WELCOME
    await administering.forget_password(people, found)
    wanting.want(people, found.email, what, now)
    return _done(people, person, found, "reset a password")


@post(f"{ONE}/second-factor", guards=[needs(ADMINISTRATOR)])
async def take_second_factor(
    person_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    """Their telephone is lost. A letter tells them."""
    found = await _found(people, person_id)
    if found.second_factor is None:
        raise AlreadyDone
    await second_factor.turn_off(people, found)
    wanting.want(people, found.email, Wanted.SECOND_FACTOR, now)
    return _done(people, person, found, "took off a second factor")


async def _found(people: AsyncSession, person_id: UUID) -> Person:
    found = await people.get(Person, person_id)
    if found is None:
        raise NotFound
    return found


def _done(people: AsyncSession, by: SignedIn, found: Person, act: str) -> Redirect:
    people.add(found)
    audit.record(people, by.person_id, act, str(found.id))
    return Redirect(f"{PEOPLE}/{found.id}", status_code=303)


async def _page(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    found: Person,
    errors: Mapping[str, str],
) -> Response[str]:
    bodies = await inspectorates.all_of(people)
    slugs = {one.id: one.slug for one in bodies}
    roles = [
        (held.role, slugs.get(held.inspectorate_id, "") if held.inspectorate_id else "", words)
        for held in await staff.roles_of(people, found.id)
        if (words := in_words(held, bodies))
    ]
    here = await local_time(people, person)
    return staff_page(
        request,
        person,
        "one_person.html",
        status=422 if errors else 200,
        found=found,
        is_oneself=found.id == person.person_id,
        letter=await link_letter(people, found, here.country),
        held=sorted(roles, key=lambda role: role[2]),
        roles=role_names(),
        inspectorates=names_of(bodies),
        errors=errors,
    )
