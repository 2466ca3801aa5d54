"""Changing an inspectorate, part by part: the rest stays as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import ADMINISTRATOR
from app.invitations.postponing import postpone
from app.lib.errors import Invalid, NotFound
from app.parts import Parts
from app.registry import inspectorates
from app.registry.describing import describe
from app.registry.showing import shown
from app.registry.tables import Inspectorate
from app.web.asked import Asked
from app.web.entered import entries
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.bodies.asking import PARTS
from app.web.staff.bodies.entries import nested
from app.web.staff.bodies.forms import LANGUAGE, LIMIT, described_page
from app.web.staff.bodies.sections import About, Section
from app.web.staff.home import prefer


@dataclass(frozen=True)
class _Part:
    """One section of an inspectorate, and what stands in all of them."""

    name: str
    inspectorate: Inspectorate
    stands: Mapping[str, Any]
    parts: Parts

    def section(self, given: Mapping[str, Any]) -> Section:
        folders = [site["slug"] for site in self.stands["sites"]]
        return PARTS[self.name](About({**self.stands, **given}, self.parts.shelf, folders))

    def with_(self, entered: Mapping[str, Any]) -> dict[str, Any]:
        """What stands, with this part as it was entered."""
        keys = self.section({}).keys
        return {**self.stands, **{key: entered.get(key) for key in keys}}


@get("/bodies/{slug:str}/edit/{name:str}", guards=[needs(ADMINISTRATOR)])
async def show_part(
    request: Asked,
    slug: FromPath[str],
    name: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    part = await _part(people, slug, name, parts, now)
    return _form(request, person, part, part.stands, {})


@post(
    "/bodies/{slug:str}/edit/{name:str}",
    guards=[needs(ADMINISTRATOR)],
    request_max_body_size=LIMIT,
)
async def change_part(
    request: Asked,
    slug: FromPath[str],
    name: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    part = await _part(people, slug, name, parts, now)
    entered = await entries(request)
    given = part.with_(nested(entered))
    if LANGUAGE in entered:
        await prefer(people, person, entered[LANGUAGE][-1])
        return _form(request, person, part, given, {})
    try:
        description = describe(given, questionnaires=parts.shelf.names())
        added = await inspectorates.add(people, description, person.person_id)
    except Invalid as invalid:
        return _form(request, person, part, given, invalid.errors)
    if "sending" in added.changes:
        await postpone(people, part.inspectorate, now)
    if added.changes:
        audit.record(people, person.person_id, "described an inspectorate", f"{slug}: {name}")
    return Redirect(f"/staff/bodies/{slug}#{name}", status_code=303)


async def _part(people: AsyncSession, slug: str, name: str, parts: Parts, now: datetime) -> _Part:
    if name not in PARTS:
        raise NotFound
    inspectorate = await inspectorates.named(people, slug)
    return _Part(name, inspectorate, await shown(people, inspectorate, now), parts)


def _form(
    request: Asked,
    person: SignedIn,
    part: _Part,
    given: Mapping[str, Any],
    errors: Mapping[str, str],
) -> Response[str]:
    return described_page(
        request,
        person,
        "part.html",
        sections=[part.section(given)],
        given=given,
        errors=errors,
        inspectorate=part.inspectorate,
    )
