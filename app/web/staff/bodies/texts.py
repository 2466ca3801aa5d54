"""The signers' words: versions, a draft, and the day from which it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import ADMINISTRATOR
from app.lib.errors import Invalid, NotFound
from app.lib.i18n import gettext as _
from app.registry import inspectorates
from app.registry import signers as signing
from app.registry.describing import ROLES, SignerDescription, describe
from app.registry.keeping_step import LeftBehind
from app.registry.showing import shown
from app.registry.tables import Inspectorate
from app.web.asked import Asked
from app.web.entered import entries
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.bodies.asking import role_name, signer
from app.web.staff.bodies.entries import nested
from app.web.staff.bodies.forms import LANGUAGE, LIMIT, described_page
from app.web.staff.bodies.sections import Section
from app.web.staff.bodies.texts_page import texts_page
from app.web.staff.forms import fields
from app.web.staff.home import prefer

_AT = "/bodies/{slug:str}/texts"


@dataclass(frozen=True)
class _Desk:
    """Whose words are written, for which inspectorate, and what stands there."""

    role: str
    inspectorate: Inspectorate
    stands: Mapping[str, Any]

    def with_(self, signer: object) -> dict[str, Any]:
        """The whole description, with what was entered for this one."""
        return {**self.stands, "signers": {**self.stands["signers"], self.role: signer}}


@get(_AT, guards=[needs(ADMINISTRATOR)])
async def show_texts(
    request: Asked,
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    inspectorate = await inspectorates.named(people, slug)
    return await texts_page(request, people, person, inspectorate, now)


@get(f"{_AT}/{{role:str}}/write", guards=[needs(ADMINISTRATOR)])
async def show_draft(
    request: Asked,
    slug: FromPath[str],
    role: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
    version: FromQuery[int | None] = None,
) -> Response[str]:
    """From a version on record, else from the draft, else from what is in force."""
    desk = await _desk(people, slug, role, now)
    every = await signing.versions(people, desk.inspectorate, role)
    chosen = [one for one in every if one.version == version or one.in_force_from is None]
    if version is not None and all(one.version != version for one in chosen):
        raise NotFound
    start = next((one for one in chosen if one.version == version), None) or next(
        iter(chosen), None
    )
    if start is None:
        return _form(request, person, desk, desk.stands, {})
    given = start.model_dump(include=set(SignerDescription.model_fields))
    return _form(request, person, desk, desk.with_(given), {})


@post(f"{_AT}/{{role:str}}/write", guards=[needs(ADMINISTRATOR)], request_max_body_size=LIMIT)
async def write_draft(
    request: Asked,
    slug: FromPath[str],
    role: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    desk = await _desk(people, slug, role, now)
    entered = await entries(request)
    signed = nested(entered).get("signers")
    given = desk.with_(signed.get(role) if isinstance(signed, dict) else None)
    if LANGUAGE in entered:
        await prefer(people, person, entered[LANGUAGE][-1])
        return _form(request, person, desk, given, {})
    author = signing.Author(person.person_id, entered.get("still_fit", ()))
    try:
        described = getattr(describe(given).signers, role)
        draft = await signing.write_draft(people, desk.inspectorate, role, described, author)
    except Invalid as invalid:
        return _form(request, person, desk, given, invalid.errors)
    except LeftBehind as left:
        return _form(request, person, desk, given, _where(role, left), left)
    audit.record(people, person.person_id, "wrote a letter text", f"{slug} {role} {draft.version}")
    return Redirect(f"/staff/bodies/{slug}/texts#{role}", status_code=303)


@post(f"{_AT}/{{role:str}}/release", guards=[needs(ADMINISTRATOR)])
async def release(
    request: Asked,
    slug: FromPath[str],
    role: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """Puts the draft in force."""
    inspectorate = (await _desk(people, slug, role, now)).inspectorate
    entered = await fields(request)
    try:
        day = _day(entered.get("day", ""))
        signed = await signing.release(people, inspectorate, role, day, person.person_id)
    except Invalid as invalid:
        errors = {f"{role}-day": invalid.errors["day"]}
        return await texts_page(request, people, person, inspectorate, now, entered, errors)
    about = f"{slug} {role} {signed.version} from {day}"
    audit.record(people, person.person_id, "put a letter text in force", about)
    return Redirect(f"/staff/bodies/{slug}/texts#{role}", status_code=303)


@post(f"{_AT}/{{role:str}}/discard", guards=[needs(ADMINISTRATOR)])
async def discard(
    slug: FromPath[str],
    role: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    desk = await _desk(people, slug, role, now)
    await signing.discard(people, desk.inspectorate, role)
    audit.record(people, person.person_id, "discarded a letter text", f"{slug} {role}")
    return Redirect(f"/staff/bodies/{slug}/texts#{role}", status_code=303)


async def _desk(people: AsyncSession, slug: str, role: str, now: datetime) -> _Desk:
    if role not in ROLES:
        raise NotFound
    inspectorate = await inspectorates.named(people, slug)
    return _Desk(role, inspectorate, await shown(people, inspectorate, now))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        raise Invalid({"day": _("Choose a day.")}) from error


def _where(role: str, left: LeftBehind) -> dict[str, str]:
    return {
        f"signers.{role}.texts.{language}.{field}": str(left) for language, field in left.places
    }


def _form(
    request: Asked,
    person: SignedIn,
    desk: _Desk,
    given: Mapping[str, Any],
    errors: Mapping[str, str],
    left: LeftBehind | None = None,
) -> Response[str]:
    hint = _("A draft is in no letter until you put it in force.")
    section = Section(
        desk.role, role_name(desk.role), hint, frozenset({"signers"}), signer(desk.role)
    )
    return described_page(
        request,
        person,
        "write_text.html",
        sections=[section],
        given=given,
        errors=errors,
        inspectorate=desk.inspectorate,
        role=desk.role,
        left=list(dict.fromkeys(language for language, _field in left.places)) if left else [],
    )
