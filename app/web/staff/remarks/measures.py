"""The measures that remarks led to, and how far each is."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.people import names
from app.accounts.roles import DIRECTOR
from app.lib.dates import local_day
from app.lib.errors import Invalid
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.remarks import measures
from app.remarks.measures import MEASURE_FIELDS
from app.remarks.place import By
from app.remarks.tables import Measure
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.places import place
from app.web.staff.remarks.words import labels, progress
from app.web.staff.typed import dotted

_ALL = "/measures/{slug:str}"
_ONE = f"{_ALL}/{{measure_id:uuid}}"


@get(_ALL, guards=[needs(DIRECTOR)])
async def show_measures(
    request: Asked,
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    inspectorate = await place(people, person, DIRECTOR, slug)
    return staff_page(
        request,
        person,
        "remarks/measures.html",
        inspectorate=inspectorate,
        measures=await measures.measures(people, inspectorate.id),
        progress=progress(),
        today=_today(inspectorate, now),
    )


@get(_ONE, guards=[needs(DIRECTOR)])
async def show_measure(
    request: Asked,
    slug: FromPath[str],
    measure_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str]:
    inspectorate = await place(people, person, DIRECTOR, slug)
    measure = await measures.measure_of(people, inspectorate.id, measure_id)
    given = measure.model_dump() | {"due_on": dotted(measure.due_on)}
    return await _page(request, people, person, (inspectorate, measure), given, {})


@post(_ONE, guards=[needs(DIRECTOR)], request_max_body_size=FORM_LIMIT)
async def change_measure(
    request: Asked,
    slug: FromPath[str],
    measure_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    inspectorate = await place(people, person, DIRECTOR, slug)
    measure = await measures.measure_of(people, inspectorate.id, measure_id)
    entered = await fields(request)
    by = By(person.person_id, _today(inspectorate, now))
    try:
        measures.change(measure, entered, by)
    except Invalid as invalid:
        shown = (inspectorate, measure)
        return await _page(request, people, person, shown, entered, invalid.errors)
    about = f"{slug} {measure.quarter}: {measure.what[:100]}"
    audit.record(people, person.person_id, f"changed a measure ({measure.progress})", about)
    return Redirect(f"/staff/measures/{slug}", status_code=303)


def _today(inspectorate: Inspectorate, now: datetime) -> date:
    return local_day(now, zone(inspectorate.country))


async def _page(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    shown: tuple[Inspectorate, Measure],
    given: Mapping[str, object],
    errors: Mapping[str, str],
) -> Response[str]:
    inspectorate, measure = shown
    return staff_page(
        request,
        person,
        "remarks/measure.html",
        status=422 if errors else 200,
        inspectorate=inspectorate,
        measure=measure,
        names=await names(people),
        given=given,
        errors={name: errors[name] for name in (*MEASURE_FIELDS, "progress") if name in errors},
        labels=labels(),
        progress=progress(),
    )
