"""“I forgot my password”: whatever is typed, the answer is the same, and so is the work."""

from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import wanting
from app.accounts.throttling import admit, key
from app.accounts.wanting import Wanted
from app.lib.i18n import gettext as _
from app.lib.networks import network
from app.parts import Parts
from app.web.asked import FORM_LIMIT, Asked
from app.web.clients import client_address
from app.web.guards import anyone
from app.web.staff.forms import fields
from app.web.staff.framing import signed_out_page


@get("/forgotten", guards=[anyone], sync_to_thread=False)
def show_forgotten(request: Asked) -> Response[str]:
    return _page(request, "", {})


@post("/forgotten", guards=[anyone], request_max_body_size=FORM_LIMIT)
async def forgotten(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
) -> Response[str]:
    """TooMany after ten letters from one network in five minutes."""
    email = (await fields(request)).get("email", "").strip()
    if "@" not in email or not email.isprintable():
        fault = _("This is not a complete e-mail address. It has the form name@example.com.")
        return _page(request, email if email.isprintable() else "", {"email": fault}, status=422)
    asker = network(client_address(request), v4=32, v6=64)
    await admit(people, [key(parts.settings.pepper, "forgotten", asker)], now)
    wanting.want(people, email, Wanted.PASSWORD, now)
    return _page(request, email, {}, is_sent=True)


def _page(
    request: Asked, email: str, errors: dict[str, str], *, is_sent: bool = False, status: int = 200
) -> Response[str]:
    shown = {"email": email, "errors": errors, "is_sent": is_sent}
    return signed_out_page(request, "forgotten.html", status=status, **shown)
