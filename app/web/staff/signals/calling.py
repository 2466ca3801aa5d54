"""One call: what to say, in the entrepreneur's language, and what was heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import MINISTRY
from app.invitations.calls.counting import Called, called
from app.invitations.calls.drawing import list_of
from app.invitations.calls.hearing import hear
from app.lib.dates import local_day, official
from app.lib.errors import Invalid, NotFound
from app.lib.i18n import LANGUAGES, speaking
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.registry.countries import zone
from app.registry.regions import region_name
from app.registry.tables import Inspectorate
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.businesses import number
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.signals import call_words, places
from app.web.staff.signals.places import Place


@dataclass(frozen=True)
class Making:
    """A call of a list, and where it belongs."""

    place: Place
    called: Called

    @property
    def name(self) -> str:
        """As the audit trail has it."""
        place = self.place
        return f"{place.inspectorate.slug} {place.quarter}, call {self.called.call.number}"


@get("/calls/{slug:str}/{written:str}/{number:int}", guards=[needs(MINISTRY)])
async def show_call(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    number: FromPath[int],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    making = await _making(people, slug, written, number, now)
    given = {"heard": making.called.call.heard or ""}
    return staff_page(request, person, "signals/call.html", **_shown(making, given))


@post(
    "/calls/{slug:str}/{written:str}/{number:int}",
    guards=[needs(MINISTRY)],
    request_max_body_size=FORM_LIMIT,
)
async def enter_call(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    number: FromPath[int],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    making = await _making(people, slug, written, number, now)
    entered, called = await fields(request), making.called
    today = local_day(now, zone(making.place.inspectorate.country))
    try:
        hear(parts.addresses, called.call, called.inspection, entered, person.person_id, today)
    except Invalid as invalid:
        shown = _shown(making, entered, invalid.errors)
        return staff_page(request, person, "signals/call.html", status=422, **shown)
    people.add(called.call)
    audit.record(people, person.person_id, "entered a call", making.name)
    return Redirect(f"/staff/calls/{slug}/{making.place.quarter.slug}#list", status_code=303)


async def _making(
    people: AsyncSession, slug: str, written: str, number: int, now: datetime
) -> Making:
    place = await places.place(people, slug, written, now)
    drawn = await list_of(people, place.inspectorate, place.quarter)
    for one in await called(people, drawn) if drawn else ():
        if one.call.number == number:
            return Making(place, one)
    raise NotFound


def _shown(
    making: Making, entered: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> dict[str, Any]:
    called = making.called
    own = called.inspection.language
    languages = [own, *(one for one in LANGUAGES if one != own)]
    return {
        "inspectorate": making.place.inspectorate,
        "quarter": making.place.quarter,
        "called": called,
        "number": number(called.business),
        "region": region_name(called.inspection.region),
        "scripts": {one: _script(making.place.inspectorate, called, one) for one in languages},
        "heard": call_words.heard(),
        "gave": call_words.gave(),
        "labels": {"heard": _("What came of the call"), **call_words.labels()},
        "entered": entered,
        "errors": errors or {},
    }


def _script(inspectorate: Inspectorate, called: Called, language: str) -> list[str]:
    """What the caller says, in `language`."""
    with speaking(language):
        return call_words.script(
            inspectorate.names[language]["name"],
            act=f"{called.inspection.act_number} / {called.inspection.act_year}",
            day=official(called.inspection.act_date),
        )
