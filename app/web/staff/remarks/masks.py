"""Proposals to mask words, for the second person: a director, or an administrator."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.people import names
from app.accounts.roles import ADMINISTRATOR, DIRECTOR
from app.lib.dates import local_day
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.remarks import masking
from app.remarks.place import By, Place
from app.remarks.reading import Remark, remark_of
from app.remarks.tables import Mask, MaskState
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.remarks.desk import named

MAY_SETTLE = (DIRECTOR, ADMINISTRATOR)
ACTS = {
    MaskState.CONFIRMED: "confirmed a mask",
    MaskState.REFUSED: "refused a mask",
    MaskState.TAKEN_BACK: "took back a mask",
}


@get("/masks", guards=[needs(*MAY_SETTLE)])
async def show_masks(
    request: Asked,
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str]:
    """The remarks in question, and no others."""
    bodies = {one.id: one for one in await places_to_settle(people, person)}
    shown: list[tuple[Mask, Inspectorate, Quarter, Remark]] = []
    for mask in await masking.proposed(people, bodies):
        quarter, body = Quarter.parse(mask.quarter), bodies[mask.inspectorate_id]
        place = Place.of(body, quarter)
        if remark := await remark_of(people, ballots, place, mask.remark_id):
            shown.append((mask, body, quarter, remark))
    return staff_page(request, person, "remarks/masks.html", masks=shown, names=await names(people))


@post("/masks/{mask_id:uuid}", guards=[needs(*MAY_SETTLE)], request_max_body_size=FORM_LIMIT)
async def settle_mask(
    request: Asked,
    mask_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    bodies = {one.id: one for one in await places_to_settle(people, person)}
    mask = await masking.mask_of(people, bodies, mask_id)
    body = bodies[mask.inspectorate_id]
    verdict = (await fields(request)).get("press", "")
    by = By(person.person_id, local_day(now, zone(body.country)))
    await masking.settle(people, mask, verdict, by)
    about = f"{body.slug} {mask.quarter}: {named(mask.remark_id)}"
    audit.record(people, person.person_id, ACTS[MaskState(verdict)], about)
    return Redirect("/staff/masks", status_code=303)


async def places_to_settle(people: AsyncSession, person: SignedIn) -> Sequence[Inspectorate]:
    every = await inspectorates.all_of(people)
    return [one for one in every if person.may(one.id, *MAY_SETTLE)]
