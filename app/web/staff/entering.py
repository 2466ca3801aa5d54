"""The inspector's form: one act of inspection."""

from collections.abc import Mapping
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import INSPECTOR
from app.invitations.counting import invited_among
from app.lib.dates import local_day
from app.lib.errors import Invalid
from app.lib.i18n import OWN_NAMES, spoken
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.registry.countries import default_language, tax_number_name, zone
from app.registry.entering import InspectionFields, enter, find, read
from app.registry.fields import NOT_YET
from app.registry.kinds import NO_EMAIL_REASONS, OUTCOMES, kinds_of, label
from app.registry.regions import regions_of
from app.registry.tables import Inspectorate
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.acts import owner
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.home import prefer
from app.web.staff.places import place


@get("/inspections/new", guards=[needs(INSPECTOR)])
async def show_form(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    of: FromQuery[str | None] = None,
) -> Response[str]:
    inspectorate = await place(people, person, INSPECTOR, of)
    usual = {
        "inspector": person.name,
        "language": default_language(inspectorate.country),
    }
    return _form(request, person, inspectorate, usual, {})


@post("/inspections/new", guards=[needs(INSPECTOR)], request_max_body_size=FORM_LIMIT)
async def record(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    entered = await fields(request)
    inspectorate = await place(people, person, INSPECTOR, entered.get("of"))
    if entered.get("language_of_page"):
        await prefer(people, person, entered["language_of_page"])
        return _form(request, person, inspectorate, entered, {})
    country = inspectorate.country
    try:
        entered_fields = read(_as_record(entered), country, local_day(now, zone(country)))
        await _refuse_foreign(people, person, inspectorate, entered_fields)
        done = await enter(
            people,
            parts.addresses,
            inspectorate,
            entered_fields,
            now=now,
            invited_among=invited_among,
            entered_by=person.person_id,
        )
    except Invalid as invalid:
        if entered.get("handed_over") == "same_day":
            invalid.errors.pop("handed_over_on", None)  # what it says is said of the act's date
        return _form(request, person, inspectorate, entered, invalid.errors)
    act = f"{inspectorate.slug} {done.inspection.act_year}/{done.inspection.act_number}"
    audit.record(people, person.person_id, "entered an inspection", act)
    return Redirect(f"/staff/inspections/{done.inspection.id}", status_code=303)


def _as_record(entered: dict[str, str]) -> dict[str, str]:
    """With the question about handing over as the record's one field."""
    day = entered.get("handed_over_on", "")
    match entered.get("handed_over"):
        case "same_day":
            day = entered.get("act_date", "")
        case "not_yet":
            day = NOT_YET
        case "other_day":
            day = day or "?"  # left empty it would count as the day of the act
    return entered | {"handed_over_on": day}


async def _refuse_foreign(
    people: AsyncSession, person: SignedIn, inspectorate: Inspectorate, fields: InspectionFields
) -> None:
    """Entering an act again corrects it; a colleague's is not corrected by a slip of the pen."""
    known = await find(people, inspectorate, fields.act_year, fields.act_number)
    if known and not owner(person).has(known):
        fault = _("This number stands already, on a colleague's record. Check number and year.")
        raise Invalid({"act_number": fault})


def _form(
    request: Asked,
    person: SignedIn,
    inspectorate: Inspectorate,
    given: Mapping[str, str],
    errors: Mapping[str, str],
) -> Response[str]:
    labels = _labels(inspectorate.country)
    return staff_page(
        request,
        person,
        "entering.html",
        status=422 if errors else 200,
        inspectorate=inspectorate,
        given=given,
        # In the order of the form, so that the list of errors reads from its top to its end.
        errors={name: errors[name] for name in labels if name in errors},
        labels=labels,
        options=_options(inspectorate.country),
    )


def _labels(country: str) -> dict[str, str]:
    return {
        "act_number": _("Number of the act"),
        "act_date": _("Date of the act"),
        "handed_over_on": _("Act handed over on"),
        "act_year": _("Year of the act's number"),
        "started_on": _("First day of the inspection"),
        "finished_on": _("Last day of the inspection"),
        "kind": _("Kind of inspection"),
        "region": _("Region"),
        "outcome": _("Outcome"),
        "inspector": _("Inspector"),
        "tax_number": tax_number_name(country),
        "licence_number": _("Licence number"),
        "business_name": _("Name of the business"),
        "email": _("E-mail address"),
        "no_email_reason": _("If there is no address: why"),
        "language": _("Language of the letter"),
    }


def _options(country: str) -> dict[str, dict[str, str]]:
    """Field -> value -> words, in the order in which they are offered."""
    return {
        "handed_over": {
            "same_day": _("On the day of the act"),
            "other_day": _("On another day"),
            "not_yet": _("Not yet"),
        },
        "kind": {kind: label(kind) for kind in kinds_of(country)},
        "region": {region.code: region.names[spoken()] for region in regions_of(country)},
        "outcome": {outcome: label(outcome) for outcome in OUTCOMES},
        "no_email_reason": {reason: label(reason) for reason in NO_EMAIL_REASONS},
        "language": OWN_NAMES,
    }
