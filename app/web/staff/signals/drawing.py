"""The list of businesses to call: drawn by lot once the quarter is over, and what the calls say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import MINISTRY
from app.invitations.calls.counting import called, tally
from app.invitations.calls.drawing import SIZES, draw, is_over, list_of
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.lib.numbers import percent
from app.registry import searching
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.signals import call_words, places
from app.web.staff.signals.places import Place


@get("/calls/{slug:str}/{written:str}", guards=[needs(MINISTRY)])
async def show_calls(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    place = await places.place(people, slug, written, now)
    return staff_page(request, person, "signals/calls.html", **await _shown(people, place, now))


@post("/calls/{slug:str}/{written:str}", guards=[needs(MINISTRY)], request_max_body_size=FORM_LIMIT)
async def draw_calls(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    place = await places.place(people, slug, written, now)
    size = (await fields(request)).get("size", "")
    try:
        drawn = await draw(people, place.inspectorate, place.quarter, size, person.person_id, now)
    except Invalid as invalid:
        shown = await _shown(people, place, now, invalid.errors)
        return staff_page(request, person, "signals/calls.html", status=422, **shown)
    about = f"{slug} {place.quarter}, seed {drawn.seed}, of {drawn.acts} acts"
    audit.record(people, person.person_id, "drew businesses to call", about)
    return Redirect(f"/staff/calls/{slug}/{place.quarter.slug}", status_code=303)


async def _shown(
    people: AsyncSession, place: Place, now: datetime, errors: Mapping[str, str] | None = None
) -> dict[str, Any]:
    drawn = await list_of(people, place.inspectorate, place.quarter)
    calls = await called(people, drawn) if drawn else []
    return {
        "inspectorate": place.inspectorate,
        "quarter": place.quarter,
        "quarters": await searching.quarters(people, place.inspectorate.id),
        "is_over": is_over(place.inspectorate, place.quarter, now),
        "drawn": drawn,
        "calls": calls,
        "tally": tally(one.call for one in calls),
        "words": call_words,
        "sizes": {
            str(size): _(
                "%(size)s calls: they meet at least one false record if %(share)s or more are",
                size=size,
                share=percent(share),
            )
            for size, share in SIZES.items()
        },
        "errors": errors or {},
    }
