"""That an act has been handed over: said by its inspector, and watched by the ministry."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import INSPECTOR, MINISTRY
from app.lib.errors import Invalid
from app.parts import Parts
from app.registry.handing_over import PATIENCE, hand_over, waiting
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.acts import own, told
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page


@post(
    "/inspections/{inspection_id:uuid}/handed-over",
    guards=[needs(INSPECTOR)],
    request_max_body_size=FORM_LIMIT,
)
async def say_handed_over(
    request: Asked,
    inspection_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    act = await own(people, person, inspection_id)
    entered = await fields(request)
    try:
        await hand_over(
            people, act.inspectorate, act.inspection, entered.get("handed_over_on", ""), now
        )
    except Invalid as invalid:
        page = await told(people, parts.addresses, act, now, entered, invalid.errors)
        return staff_page(request, person, "inspection.html", status=422, **page)
    audit.record(people, person.person_id, "handed an act over", act.name)
    return Redirect(f"/staff/inspections/{act.inspection.id}", status_code=303)


@get("/not-handed-over", guards=[needs(MINISTRY)])
async def not_handed_over(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    found = await waiting(people, now)
    return staff_page(request, person, "not_handed_over.html", waiting=found, days=PATIENCE)
