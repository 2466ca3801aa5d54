"""A letter as its reader will see it, before it is sent to anybody; and a test letter."""

from datetime import datetime

from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import ADMINISTRATOR
from app.invitations import samples
from app.invitations.samples import KINDS, Length, sample
from app.lib.errors import Invalid, NotFound
from app.lib.i18n import LANGUAGES
from app.mail.composing import Draft
from app.parts import Parts
from app.registry import inspectorates
from app.registry.inspectorates import USUAL_QUESTIONNAIRE
from app.registry.signers import signers, with_drafts
from app.registry.tables import Inspectorate
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.security import OF_A_LETTER, framing_own
from app.web.signed_in import SignedIn
from app.web.staff.bodies.texts_page import texts_page
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page

_AT = "/bodies/{slug:str}/texts"
_LETTER = f"{_AT}/letters/{{kind:str}}/{{language:str}}"
_NOW = "now"  # the words in force, although there is a draft


@get(_LETTER, guards=[needs(ADMINISTRATOR)])
async def preview(
    request: Asked,
    slug: FromPath[str],
    kind: FromPath[str],
    language: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
    stand: FromQuery[str] = "",
) -> Response[str]:
    inspectorate = await inspectorates.named(people, slug)
    draft = await _draft(people, parts, inspectorate, (kind, language, stand), now)
    reply = staff_page(
        request,
        person,
        "bodies/preview.html",
        inspectorate=inspectorate,
        letter=draft,
        kind=kind,
        kinds=KINDS,
        shown=language,
        stand=stand if stand == _NOW else "",
    )
    reply.headers["Content-Security-Policy"] = framing_own()
    return reply


@get(f"{_LETTER}/html", guards=[needs(ADMINISTRATOR)])
async def preview_html(
    slug: FromPath[str],
    kind: FromPath[str],
    language: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
    stand: FromQuery[str] = "",
) -> Response[str]:
    """The letter's own page, for the frame: it runs nothing and leads nowhere."""
    inspectorate = await inspectorates.named(people, slug)
    draft = await _draft(people, parts, inspectorate, (kind, language, stand), now)
    headers = {"Content-Security-Policy": OF_A_LETTER, "Cache-Control": "no-store"}
    return Response(draft.html, media_type=MediaType.HTML, headers=headers)


@post(f"{_AT}/test", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def send_test(
    request: Asked,
    slug: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """Asked for here; the worker writes it, and posts it like every letter."""
    inspectorate = await inspectorates.named(people, slug)
    entered = await fields(request)
    if entered.get("language") not in LANGUAGES:
        entered["language"] = LANGUAGES[0]
    try:
        await samples.ask(people, parts.addresses, inspectorate, entered, person.person_id, now)
    except Invalid as invalid:
        errors = invalid.errors
        return await texts_page(request, people, person, inspectorate, now, entered, errors)
    about = f"{slug} {entered['kind']} {entered['language']}"
    audit.record(people, person.person_id, "asked for a test letter", about)
    return Redirect(f"/staff/bodies/{slug}/texts#test", status_code=303)


async def _draft(
    people: AsyncSession,
    parts: Parts,
    inspectorate: Inspectorate,
    wanted: tuple[str, str, str],
    now: datetime,
) -> Draft:
    kind, language, stand = wanted
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFound
    signed = await (signers if stand == _NOW else with_drafts)(people, inspectorate, now)
    usual = parts.shelf.latest(USUAL_QUESTIONNAIRE)
    length = Length(len(usual.questions), usual.minutes)
    asking = samples.asking(inspectorate, signed, length, now)
    return sample(kind, language, asking, parts.settings.base_url, now)
