"""Correcting an address from which the letter came back."""

from datetime import datetime
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import INSPECTOR
from app.invitations.correcting import correct
from app.lib.errors import Invalid
from app.parts import Parts
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.acts import own, told
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page


@post(
    "/inspections/{inspection_id:uuid}/address",
    guards=[needs(INSPECTOR)],
    request_max_body_size=FORM_LIMIT,
)
async def correct_address(
    request: Asked,
    inspection_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    act = await own(people, person, inspection_id)
    entered = await fields(request)
    email = entered.get("email", "")
    try:
        await correct(people, parts.addresses, act.inspectorate, act.inspection, email, now)
    except Invalid as invalid:
        page = await told(people, parts.addresses, act, now, entered, invalid.errors)
        return staff_page(request, person, "inspection.html", status=422, **page)
    audit.record(people, person.person_id, "corrected an address", act.name)
    return Redirect(f"/staff/inspections/{act.inspection.id}", status_code=303)
