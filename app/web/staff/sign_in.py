"""Signing in, signing out, and setting a password through a one-time link."""

from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import links, signing_in
from app.accounts import people as staff
from app.accounts.signing_in import Attempted, Begun
from app.accounts.tables import Person
from app.lib.errors import Invalid
from app.lib.i18n import LANGUAGES, speak
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.web.asked import FORM_LIMIT, Asked
from app.web.clients import client_address
from app.web.guards import anyone
from app.web.signed_in import cookie, cookie_of, current
from app.web.staff.forms import fields
from app.web.staff.framing import signed_out_page
from app.web.wanted import carried, wanted

CODE = "/staff/sign-in/code"
LINK = f"{links.PATH.removeprefix('/staff')}{{token:str}}"


@get("/sign-in", guards=[anyone])
async def show_sign_in(request: Asked) -> Response[str] | Redirect:
    if await current(request):
        return Redirect(wanted(request), status_code=303)
    return signed_out_page(request, "sign_in.html", email="", errors={})


@post("/sign-in", guards=[anyone], request_max_body_size=FORM_LIMIT)
async def sign_in(
    request: Asked,
    parts: NamedDependency[Parts],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    entered = await fields(request)
    email, password = entered.get("email", ""), entered.get("password", "")
    chosen = request.query_params.get("lang", "")
    attempted = Attempted(email, password, client_address(request), cookie_of(request), chosen)
    begun = await signing_in.sign_in(parts.people, parts.settings.pepper, attempted, now)
    if begun is None:
        # One sentence for unknown, switched off and mistyped: nobody learns who has an account.
        fault = _("The e-mail address and the password do not belong together. Enter both again.")
        return signed_out_page(
            request, "sign_in.html", status=422, email=email, errors={"email": fault}
        )
    return _let_in(request, parts, begun)


@post("/sign-out", guards=[anyone], request_max_body_size=FORM_LIMIT)
async def sign_out(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
) -> Redirect:
    await signing_in.sign_out(people, cookie_of(request))
    return Redirect("/staff/sign-in", status_code=303, cookies=[cookie(parts.settings, None)])


@get(LINK, guards=[anyone])
async def show_set_password(
    request: Asked,
    token: FromPath[str],
    people: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
) -> Response[str]:
    """Mail scanners look at links: looking uses none."""
    speak(language_of(request, await links.holder(people, token, now)))
    return signed_out_page(request, "set_password.html", errors={})


@post(LINK, guards=[anyone], request_max_body_size=FORM_LIMIT)
async def set_password(
    request: Asked,
    token: FromPath[str],
    parts: NamedDependency[Parts],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    async with parts.people.reading() as session:
        speak(language_of(request, await links.holder(session, token, now)))
    entered = await fields(request)
    try:
        person = await links.set_password(parts.people, token, _agreed(entered), now)
    except Invalid as invalid:
        return signed_out_page(request, "set_password.html", status=422, errors=invalid.errors)
    async with parts.people.transaction() as session:
        await staff.prefer(session, person.id, request.query_params.get("lang", ""))
        begun = await signing_in.let_in(session, person.id, now, instead_of=cookie_of(request))
    return _let_in(request, parts, begun)


def language_of(request: Asked, person: Person) -> str:
    """Theirs, unless another one was chosen on the page."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else person.language


def _let_in(request: Asked, parts: Parts, begun: Begun) -> Redirect:
    to = wanted(request)
    where = f"{CODE}{carried(to)}" if begun.is_half else to
    return Redirect(where, status_code=303, cookies=[cookie(parts.settings, begun.cookie)])


def _agreed(entered: dict[str, str]) -> str:
    password = entered.get("password", "")
    if password != entered.get("again", ""):
        fault = _("The two passwords are not the same. Write the new one twice.")
        raise Invalid({"password": fault})
    return password
