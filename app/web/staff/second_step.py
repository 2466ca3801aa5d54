"""The second step of signing in: a code of the telephone, or one of those on paper."""

from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import people as staff
from app.accounts.second_factor import Sealing
from app.accounts.second_step import finish, halfway
from app.lib.i18n import gettext as _
from app.lib.i18n import speak
from app.parts import Parts
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import anyone
from app.web.signed_in import cookie, cookie_of
from app.web.staff.forms import fields
from app.web.staff.framing import signed_out_page
from app.web.staff.sign_in import language_of
from app.web.wanted import wanted


@get("/sign-in/code", guards=[anyone])
async def show_second_step(
    request: Asked, people: NamedDependency[AsyncSession], now: NamedDependency[datetime]
) -> Response[str]:
    speak(language_of(request, await halfway(people, cookie_of(request), now)))
    return signed_out_page(request, "second_step.html", errors={})


@post("/sign-in/code", guards=[anyone], request_max_body_size=FORM_LIMIT)
async def second_step(
    request: Asked, parts: NamedDependency[Parts], now: NamedDependency[datetime]
) -> Response[str] | Redirect:
    half = cookie_of(request)
    async with parts.people.reading() as session:
        person = await halfway(session, half, now)
        speak(language_of(request, person))
    code = (await fields(request)).get("code", "")
    value = await finish(parts.people, Sealing(parts.settings.pepper), half, code, now)
    if value is None:
        fault = _("This code is not right, or was used already. Wait for the next one.")
        return signed_out_page(request, "second_step.html", status=422, errors={"code": fault})
    async with parts.people.transaction() as session:
        await staff.prefer(session, person.id, request.query_params.get("lang", ""))
    return Redirect(wanted(request), status_code=303, cookies=[cookie(parts.settings, value)])
