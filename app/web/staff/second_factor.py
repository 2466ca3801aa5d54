"""Setting up one's own second factor, and turning it off."""

from datetime import datetime

import segno
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit, second_factor, second_step
from app.accounts.roles import ADMINISTRATOR
from app.accounts.second_factor import Sealing
from app.accounts.tables import Person
from app.lib.errors import AlreadyDone
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.account import account_page
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page

WHERE = "/account/second-factor"


@get(WHERE, guards=[needs()])
async def show_set_up(
    request: Asked, parts: NamedDependency[Parts], person: NamedDependency[SignedIn]
) -> Response[str] | Redirect:
    """A new secret at each look: it counts once a code of it has been entered."""
    if person.has_second_factor:
        return Redirect("/staff/account", status_code=303)
    return _page(request, parts, person, second_factor.new_secret(), {})


@post(WHERE, guards=[needs()], request_max_body_size=FORM_LIMIT)
async def set_up(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """The secret comes back as it was sealed for this person: nobody can choose one for them."""
    entered, sealing = await fields(request), Sealing(parts.settings.pepper)
    secret = sealing.open(person.person_id, _bytes(entered.get("sealed", "")))
    if secret is None:
        return Redirect(f"/staff{WHERE}", status_code=303)
    step = second_factor.step_of(secret, entered.get("code", ""), now)
    if step is None:
        fault = _("This code is not right. Is the clock of your telephone right?")
        return _page(request, parts, person, secret, {"code": fault})
    row = await people.get_one(Person, person.person_id, with_for_update=True)
    if row.second_factor is not None:
        raise AlreadyDone
    codes = await second_factor.turn_on(people, sealing, row, secret, step)
    audit.record(people, person.person_id, "set up a second factor")
    return staff_page(request, person, "recovery_codes.html", codes=codes)


@post(f"{WHERE}/off", guards=[needs()], request_max_body_size=FORM_LIMIT)
async def turn_off(
    request: Asked,
    parts: NamedDependency[Parts],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    entered = await fields(request)
    is_off = await second_step.turn_off(
        parts.people,
        Sealing(parts.settings.pepper),
        person.person_id,
        password=entered.get("its_password", ""),
        code=entered.get("code", ""),
        now=now,
    )
    if not is_off:
        fault = {"its_password": _("The password or the code is not right. Enter both again.")}
        return await account_page(request, parts, person, now, fault)
    return Redirect("/staff/account", status_code=303)


def _page(
    request: Asked, parts: Parts, person: SignedIn, secret: str, errors: dict[str, str]
) -> Response[str]:
    sealed = Sealing(parts.settings.pepper).seal(person.person_id, secret)
    code = segno.make(second_factor.address(secret, person.email), error="m")
    return staff_page(
        request,
        person,
        "second_factor.html",
        status=422 if errors else 200,
        picture=code.svg_data_uri(scale=4, border=4, light="white"),
        groups=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        sealed=sealed.hex(),
        is_needed=person.has(ADMINISTRATOR),
        errors=errors,
    )


def _bytes(written: str) -> bytes:
    try:
        return bytes.fromhex(written)
    except ValueError:
        return b""
