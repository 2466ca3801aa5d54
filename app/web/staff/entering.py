"""The inspector's form: one act of inspection, entered, or changed until its letter goes out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import INSPECTOR
from app.invitations.recalling import LETTERS
from app.lib.dates import local_day
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.registry.countries import default_language, zone
from app.registry.doubting import Doubting
from app.registry.entering import InspectionFields, enter, find, read
from app.registry.fields import NOT_YET
from app.registry.tables import Inspectorate
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.act_form import Form, form_page, marks, wish
from app.web.staff.acts import own, owner
from app.web.staff.changing import (
    being_changed,
    changing_form,
    hints,
    is_new,
    with_kept_address,
)
from app.web.staff.forms import fields
from app.web.staff.home import prefer
from app.web.staff.looking_up import look_up, without_foreign_name
from app.web.staff.places import place
from app.web.staff.typed import as_meant, dotted

_PROPOSED = ("business_name", "email")  # what a doubt offers to take, with one button


@get("/inspections/new", guards=[needs(INSPECTOR)])
async def show_form(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    of: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
    change: FromQuery[UUID | None] = None,
) -> Response[str]:
    """To `change` a record; `after` an act that was saved, the next one begins as that one did."""
    if change:
        act = await own(people, person, change)
        return form_page(request, person, changing_form(parts.addresses, act))
    if after is None:
        inspectorate = await place(people, person, INSPECTOR, of)
        given = {"inspector": person.name, "language": default_language(inspectorate.country)}
        return form_page(request, person, Form(inspectorate, given))
    act = await own(people, person, after)
    last = act.inspection
    given = {
        "act_date": dotted(last.act_date),
        "kind": last.kind,
        "region": last.region,
        "inspector": last.inspector,
        "language": default_language(act.inspectorate.country),
    }
    return form_page(request, person, Form(act.inspectorate, given, saved=last))


@post("/inspections/new", guards=[needs(INSPECTOR)], request_max_body_size=FORM_LIMIT)
async def record(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    entered = without_foreign_name(as_meant(await fields(request)))
    inspectorate = await place(people, person, INSPECTOR, entered.get("of"))
    before = await being_changed(people, person, entered)

    def show(form: Form) -> Response[str]:
        kept = hints(parts.addresses, before)
        return form_page(request, person, replace(form, hints={**kept, **form.hints}))

    if language := entered.get("language_of_page"):
        await prefer(people, person, language)
        return show(Form(inspectorate, entered))
    if found := await look_up(people, inspectorate, entered):
        return show(found)
    entered |= {name: entered[f"take_{name}"] for name in _PROPOSED if f"take_{name}" in entered}
    form = Form(inspectorate, entered)
    try:
        today = local_day(now, zone(inspectorate.country))
        whole = _as_record(with_kept_address(parts.addresses, before, entered))
        act = read(whole, inspectorate.country, today)
        await _refuse_foreign(people, person, inspectorate, act)
        asking = Doubting(people, parts.addresses, inspectorate, owner(person))
        doubts = [one for one in await asking.about(act) if is_new(one, before, entered)]
        if marks(doubts, entered) - _confirmed(entered):
            return show(replace(form, doubts=doubts))
        done = await enter(
            *(people, parts.addresses, inspectorate, act),
            now=now,
            letters=LETTERS,
            entered_by=person.person_id,
        )
    except Invalid as invalid:
        return show(replace(form, errors=_said_once(invalid.errors, entered)))
    stored = done.inspection
    name = f"{inspectorate.slug} {stored.act_year}/{stored.act_number}"
    audit.record(people, person.person_id, "entered an inspection", name)
    is_last = wish(entered) != "next"
    where = str(stored.id) if is_last else f"new?after={stored.id}"
    return Redirect(f"/staff/inspections/{where}", status_code=303)


def _said_once(errors: dict[str, str], entered: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the day of the act is not said of the same day's handing over, too."""
    if entered.get("handed_over") == "same_day":
        return {name: fault for name, fault in errors.items() if name != "handed_over_on"}
    return errors


def _confirmed(entered: Mapping[str, str]) -> set[str]:
    """The doubts that its writer has been shown, and has answered with one button."""
    return set(entered.get("asked", "").split()) if entered.get("press") == "confirm" else set()


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
    people: AsyncSession, person: SignedIn, inspectorate: Inspectorate, act: InspectionFields
) -> None:
    """Entering an act again corrects it; a colleague's is not corrected by a slip of the pen."""
    known = await find(people, inspectorate, act.act_year, act.act_number)
    if known and not owner(person).has(known):
        fault = _("This number stands already, on a colleague's record. Check number and year.")
        raise Invalid({"act_number": fault})
