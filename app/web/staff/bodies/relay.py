"""How letters go out: the relay as the workers see it, and each inspectorate's letters of today."""

from datetime import datetime
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import ADMINISTRATOR
from app.invitations.traffic import traffic
from app.lib.dates import official
from app.lib.i18n import gettext as _
from app.mail import reporting
from app.mail.holding import held_since
from app.registry import inspectorates
from app.registry.countries import zone
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page


@get("/relay", guards=[needs(ADMINISTRATOR)])
async def show_relay(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    bodies = await inspectorates.all_of(people)
    where = ZoneInfo(zone(bodies[0].country) if bodies else "UTC")
    last, held = await reporting.last_sent(people), await held_since(people)
    return staff_page(
        request,
        person,
        "bodies/relay.html",
        workers=[
            (report, _standing(report.standing), _moment(report.at, where))
            for report in await reporting.reports(people, now)
        ],
        minutes=int(reporting.FRESH.total_seconds() // 60),
        last=_moment(last, where) if last else None,
        held=_moment(held, where) if held else None,
        letters=[(body, await traffic(people, body, now)) for body in bodies],
        domains=sorted({body.sender.rpartition("@")[2] for body in bodies}),
    )


def _standing(standing: str) -> str:
    if standing == reporting.RESTING:
        return _("It cannot be reached, or not be believed: it is left alone for some minutes.")
    if standing == reporting.PROBING:
        return _("It failed lately: one letter is tried before all the others.")
    return _("It works, as far as anybody knows.")


def _moment(moment: datetime, where: ZoneInfo) -> str:
    local = moment.astimezone(where)
    return f"{official(local.date())}, {local:%H:%M}"
