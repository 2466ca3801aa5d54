"""A new inspectorate: all of it in one form, so that it is complete or not there."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import ADMINISTRATOR
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.registry import inspectorates
from app.registry.describing import Description, describe
from app.registry.inspectorates import AnotherBody
from app.registry.sending import Sending
from app.web.asked import Asked
from app.web.entered import entries
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.bodies.asking import ALL
from app.web.staff.bodies.entries import nested
from app.web.staff.bodies.forms import LANGUAGE, LIMIT, described_page
from app.web.staff.bodies.sections import About
from app.web.staff.home import prefer

_USUAL = {"sites": [{"owner": "inspectorate"}], "sending": Sending().model_dump()}


@get("/new-body", guards=[needs(ADMINISTRATOR)])
async def show_new(
    request: Asked, parts: NamedDependency[Parts], person: NamedDependency[SignedIn]
) -> Response[str]:
    return _form(request, person, parts, _USUAL, {})


@post("/new-body", guards=[needs(ADMINISTRATOR)], request_max_body_size=LIMIT)
async def add(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str] | Redirect:
    entered = await entries(request)
    given = nested(entered)
    if LANGUAGE in entered:
        await prefer(people, person, entered[LANGUAGE][-1])
        return _form(request, person, parts, given, {})
    try:
        description = describe(given, questionnaires=parts.shelf.names())
        await _refuse_known(people, description)
        added = await inspectorates.add(people, description, person.person_id)
    except Invalid as invalid:
        return _form(request, person, parts, given, invalid.errors)
    audit.record(people, person.person_id, "described an inspectorate", description.slug)
    return Redirect(f"/staff/bodies/{added.inspectorate.slug}", status_code=303)


async def _refuse_known(people: AsyncSession, description: Description) -> None:
    """A file may describe what stands; this form adds only."""
    if await inspectorates.by_slug(people, description.slug):
        raise AnotherBody({"slug": _("An inspectorate with this word is there already.")})


def _form(
    request: Asked,
    person: SignedIn,
    parts: Parts,
    given: Mapping[str, Any],
    errors: Mapping[str, str],
) -> Response[str]:
    about = About(given, parts.shelf)
    return described_page(
        request,
        person,
        "new.html",
        sections=[section(about) for section in ALL],
        given=given,
        errors=errors,
    )
