"""One's own account: password, second factor, and where one is signed in.

Nobody changes their own name: by it an inspector is told apart in records that were imported.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit, second_factor, sessions, telling
from app.accounts import changing_password as changing
from app.accounts.roles import DIRECTOR
from app.accounts.sessions import Session
from app.accounts.telling import Choice
from app.lib.dates import official
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn, cookie_of
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.local_time import LocalTime, local_time

ACCOUNT = "/staff/account"


@get("/account", guards=[needs()])
async def show_account(
    request: Asked,
    parts: NamedDependency[Parts],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    return await account_page(request, parts, person, now, {})


@post("/account/password", guards=[needs()], request_max_body_size=FORM_LIMIT)
async def change_password(
    request: Asked,
    parts: NamedDependency[Parts],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """Every other session of this person ends."""
    entered = await fields(request)
    try:
        if entered.get("password", "") != entered.get("again", ""):
            fault = _("The two passwords are not the same. Write the new one twice.")
            raise Invalid({"password": fault})
        await changing.change_password(
            parts.people,
            parts.settings.pepper,
            person.person_id,
            old=entered.get("old", ""),
            new=entered.get("password", ""),
            cookie=cookie_of(request),
            now=now,
        )
    except Invalid as invalid:
        return await account_page(request, parts, person, now, invalid.errors)
    return Redirect(ACCOUNT, status_code=303)


@post("/account/sessions/end", guards=[needs()], request_max_body_size=FORM_LIMIT)
async def end_session(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Redirect:
    name = (await fields(request)).get("session", "")
    if await sessions.end(people, person.person_id, name):
        audit.record(people, person.person_id, "ended a session")
    return Redirect(ACCOUNT, status_code=303)


@post("/account/sessions/end-others", guards=[needs()])
async def end_other_sessions(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Redirect:
    await sessions.end_others(people, person.person_id, cookie_of(request))
    audit.record(people, person.person_id, "ended their other sessions")
    return Redirect(ACCOUNT, status_code=303)


@post("/account/letters", guards=[needs(DIRECTOR)], request_max_body_size=FORM_LIMIT)
async def choose_letters(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Redirect:
    """A box that is not ticked is not sent."""
    entered = await fields(request)
    await telling.choose(people, person.person_id, Choice("alerts" in entered, "digest" in entered))
    audit.record(people, person.person_id, "chose their letters")
    return Redirect(f"{ACCOUNT}#letters", status_code=303)


async def account_page(
    request: Asked, parts: Parts, person: SignedIn, now: datetime, errors: Mapping[str, str]
) -> Response[str]:
    async with parts.people.reading() as session:
        found = await sessions.sessions_of(session, person.person_id, cookie_of(request), now)
        local = await local_time(session, person)
        left = await second_factor.recovery_codes_left(session, person.person_id)
        letters = await telling.choice(session, person.person_id)
    return staff_page(
        request,
        person,
        "account.html",
        status=422 if errors else 200,
        local=local,
        sessions=[(one, _last_used(one, local, now)) for one in found],
        codes_left=left,
        letters=letters if person.has(DIRECTOR) else None,
        errors=errors,
    )


def _last_used(session: Session, local: LocalTime, now: datetime) -> str:
    """Roughly: it is known to within ten minutes."""
    if session.is_this:
        return _("this one, in use now")
    if session.used_at > now - timedelta(hours=1):
        return _("used within the last hour")
    if session.used_at > now - timedelta(days=1):
        return _("used within the last day")
    return _("last used on %(day)s", day=official(local.day(session.used_at), "on"))
