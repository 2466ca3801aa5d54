"""Samples of an inspection and their laboratory results, entered by its inspector."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import INSPECTOR
from app.accounts.tables import LONGEST_ABOUT
from app.lib.dates import local_day
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.registry.closing import is_closed
from app.registry.countries import zone
from app.registry.findings.sampling import (
    RESULT_FIELDS,
    SAMPLE_FIELDS,
    Examined,
    add_result,
    add_sample,
    remove_result,
    remove_sample,
    sample_of,
    samples_of,
)
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.acts import Act, own
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page

_ALL = "/inspections/{inspection_id:uuid}/samples"
_ONE = f"{_ALL}/{{sample_id:uuid}}"


@get(_ALL, guards=[needs(INSPECTOR)])
async def show_samples(
    request: Asked,
    inspection_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str]:
    act = await own(people, person, inspection_id)
    return await _samples(request, people, person, act, {}, {})


@post(_ALL, guards=[needs(INSPECTOR)], request_max_body_size=FORM_LIMIT)
async def enter_sample(
    request: Asked,
    inspection_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    act = await own(people, person, inspection_id)
    entered = await fields(request)
    try:
        sample = await add_sample(people, act.inspection, entered, _today(act, now))
    except Invalid as invalid:
        return await _samples(request, people, person, act, entered, invalid.errors)
    audit.record(people, person.person_id, "entered a sample", f"{act.name} {sample.number}")
    return Redirect(f"/staff/inspections/{inspection_id}/samples/{sample.id}", status_code=303)


@get(_ONE, guards=[needs(INSPECTOR)])
async def show_sample(
    request: Asked,
    inspection_id: FromPath[UUID],
    sample_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str]:
    act = await own(people, person, inspection_id)
    examined = await sample_of(people, act.inspection, sample_id)
    return await _sample(request, people, person, act, examined, {}, {})


@post(_ONE, guards=[needs(INSPECTOR)], request_max_body_size=FORM_LIMIT)
async def enter_result(
    request: Asked,
    inspection_id: FromPath[UUID],
    sample_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    act = await own(people, person, inspection_id)
    examined = await sample_of(people, act.inspection, sample_id)
    entered = await fields(request)
    try:
        await add_result(people, act.inspection, examined.sample, entered, _today(act, now))
    except Invalid as invalid:
        return await _sample(request, people, person, act, examined, entered, invalid.errors)
    about = f"{act.name} {examined.sample.number}"
    audit.record(people, person.person_id, "entered a laboratory result", about)
    return Redirect(f"/staff/inspections/{inspection_id}/samples/{sample_id}", status_code=303)


@post(f"{_ONE}/remove", guards=[needs(INSPECTOR)], request_max_body_size=FORM_LIMIT)
async def take_sample_out(
    inspection_id: FromPath[UUID],
    sample_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Redirect:
    act = await own(people, person, inspection_id)
    examined = await sample_of(people, act.inspection, sample_id)
    await remove_sample(people, act.inspection, examined.sample)
    about = f"{act.name} {examined.sample.number}"
    audit.record(people, person.person_id, "removed a sample", about)
    return Redirect(f"/staff/inspections/{inspection_id}/samples", status_code=303)


@post(f"{_ONE}/remove-result", guards=[needs(INSPECTOR)], request_max_body_size=FORM_LIMIT)
async def take_result_out(
    request: Asked,
    inspection_id: FromPath[UUID],
    sample_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Redirect:
    act = await own(people, person, inspection_id)
    examined = await sample_of(people, act.inspection, sample_id)
    chosen = (await fields(request)).get("result", "")
    result = await remove_result(people, act.inspection, examined, chosen)
    what = f"No. {result.protocol_number}: {result.value}, {result.indicator}"
    about = f"{act.name} {examined.sample.number} {what}"[:LONGEST_ABOUT]
    audit.record(people, person.person_id, "removed a laboratory result", about)
    return Redirect(f"/staff/inspections/{inspection_id}/samples/{sample_id}", status_code=303)


def _today(act: Act, now: datetime) -> date:
    return local_day(now, zone(act.inspectorate.country))


async def _samples(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    act: Act,
    entered: Mapping[str, str],
    errors: Mapping[str, str],
) -> Response[str]:
    return staff_page(
        request,
        person,
        "samples.html",
        status=422 if errors else 200,
        act=act,
        samples=(await samples_of(people, [act.inspection.id]))[act.inspection.id],
        is_closed=await is_closed(people, act.inspection),
        entered=entered,
        errors={name: errors[name] for name in SAMPLE_FIELDS if name in errors},
        labels=_labels(),
    )


async def _sample(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    act: Act,
    examined: Examined,
    entered: Mapping[str, str],
    errors: Mapping[str, str],
) -> Response[str]:
    return staff_page(
        request,
        person,
        "sample.html",
        status=422 if errors else 200,
        act=act,
        examined=examined,
        is_closed=await is_closed(people, act.inspection),
        entered=entered,
        errors={name: errors[name] for name in RESULT_FIELDS if name in errors},
        labels=_labels(),
    )


def _labels() -> dict[str, str]:
    return {
        "number": _("Number of the sample"),
        "what": _("What was taken"),
        "quantity": _("Quantity"),
        "taken_on": _("Taken on"),
        "seal": _("Sealed under number"),
        "laboratory": _("Laboratory"),
        "accreditation": _("Its accreditation"),
        "protocol_number": _("Number of the protocol"),
        "protocol_date": _("Date of the protocol"),
        "indicator": _("Indicator"),
        "norm": _("Norm: the document and what it allows"),
        "value": _("Value found"),
        "conforms": _("Does it conform?"),
    }
