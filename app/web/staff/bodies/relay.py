"""How letters go out: the relay as the workers see it, and each inspectorate's letters of today."""

from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import ADMINISTRATOR
from app.invitations.traffic import traffic
from app.lib.i18n import gettext as _
from app.mail import reporting
from app.mail.holding import held_since
from app.registry import inspectorates
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.local_time import local_time


@get("/relay", guards=[needs(ADMINISTRATOR)])
async def show_relay(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    bodies = await inspectorates.all_of(people)
    local = await local_time(people, person)
    last, held = await reporting.last_sent(people), await held_since(people)
    return staff_page(
        request,
        person,
        "bodies/relay.html",
        workers=[
            (report, _standing(report.standing), local.moment(report.at))
            for report in await reporting.reports(people, now)
        ],
        times=local.said,
        minutes=int(reporting.FRESH.total_seconds() // 60),
        last=local.moment(last) if last else None,
        held=local.moment(held) if held else None,
        letters=[(body, await traffic(people, body, now)) for body in bodies],
        domains=sorted({body.sender.rpartition("@")[2] for body in bodies}),
    )


def _standing(standing: str) -> str:
    if standing == reporting.RESTING:
        return _("It cannot be reached, or not be believed: it is left alone for some minutes.")
    if standing == reporting.PROBING:
        return _("It failed lately: one letter is tried before all the others.")
    return _("It works, as far as anybody knows.")
