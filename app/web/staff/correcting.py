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
from app.registry.tables import Inspectorate
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.inspections import act_page, own


@post(
    "/inspections/{inspection_id:uuid}/address",
    guards=[needs(INSPECTOR)],
    request_max_body_size=FORM_LIMIT,
)
async def correct_address(
    request: Asked,
    inspection_id: FromPath[UUID],
    wiring: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    found = await own(people, person, inspection_id)
    inspection = found[0]
    inspectorate = await people.get_one(Inspectorate, inspection.inspectorate_id)
    email = (await fields(request)).get("email", "")
    try:
        await correct(people, wiring.addresses, inspectorate, inspection, email, now)
    except Invalid as invalid:
        return await act_page(request, wiring, people, person, found, now, email, invalid.errors)
    act = f"{inspectorate.slug} {inspection.act_year}/{inspection.act_number}"
    audit.record(people, person.person_id, "corrected an address", act)
    return Redirect(f"/staff/inspections/{inspection.id}", status_code=303)
