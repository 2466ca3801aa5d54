"""Requirements: the inspector cites them, administrators add to the list."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import ADMINISTRATOR, INSPECTOR
from app.lib.errors import Invalid
from app.lib.i18n import LANGUAGES, OWN_NAMES
from app.lib.i18n import gettext as _
from app.registry.closing import is_closed
from app.registry.findings.citing import cite, cited_by, offered_to
from app.registry.findings.requirements import (
    ENDING,
    FIELDS,
    Origin,
    add_requirement,
    all_requirements,
    end_requirement,
    ended_here,
    let_go_on,
)
from app.registry.findings.tables import Requirement
from app.web.asked import FORM_LIMIT, Asked
from app.web.entered import entries
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.acts import Act, own
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page

_OF_ACT = "/inspections/{inspection_id:uuid}/requirements"


@get(_OF_ACT, guards=[needs(INSPECTOR)])
async def show_citations(
    request: Asked,
    inspection_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    words: FromQuery[str] = "",
) -> Response[str]:
    act = await own(people, person, inspection_id)
    cited = (await cited_by(people, [inspection_id]))[inspection_id]
    points = {one.requirement.code: one.point for one in cited}
    return await _citations(request, people, person, act, words.strip(), points, {})


@post(_OF_ACT, guards=[needs(INSPECTOR)], request_max_body_size=FORM_LIMIT)
async def enter_citations(
    request: Asked,
    inspection_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str] | Redirect:
    act = await own(people, person, inspection_id)
    entered = await entries(request)
    shown, ticked = entered.get("shown", []), entered.get("code", [])
    points = {
        code: entered.get(f"point-{number}", [""])[-1]
        for number, code in enumerate(shown, start=1)
        if code in ticked
    }
    try:
        await cite(people, act.inspection, shown, points)
    except Invalid as invalid:
        return await _citations(request, people, person, act, "", points, invalid.errors)
    audit.record(people, person.person_id, "cited requirements", act.name)
    return Redirect(f"/staff/inspections/{inspection_id}", status_code=303)


@get("/requirements", guards=[needs(ADMINISTRATOR)])
async def show_requirements(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Response[str]:
    return await _list(request, people, person, {}, {})


@post("/requirements", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def enter_requirement(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Response[str] | Redirect:
    entered = await fields(request)
    try:
        code = await add_requirement(people, entered)
    except Invalid as invalid:
        return await _list(request, people, person, entered, invalid.errors)
    audit.record(people, person.person_id, "added a requirement", code)
    return Redirect("/staff/requirements", status_code=303)


@post("/requirements/end", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def end(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Response[str] | Redirect:
    entered = await fields(request)
    try:
        code = await end_requirement(people, entered)
    except Invalid as invalid:
        return await _list(request, people, person, entered, invalid.errors)
    audit.record(people, person.person_id, "ended a requirement", f"{code}, {entered['last_day']}")
    return Redirect("/staff/requirements", status_code=303)


@post("/requirements/go-on", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def go_on(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Redirect:
    code = (await fields(request)).get("code", "")
    await let_go_on(people, code)
    audit.record(people, person.person_id, "let a requirement go on", code)
    return Redirect("/staff/requirements", status_code=303)


async def _citations(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    act: Act,
    words: str,
    points: Mapping[str, str],
    errors: Mapping[str, str],
) -> Response[str]:
    """Those that are cited come first, whatever is searched for."""
    every = await offered_to(people, act.inspection)
    chosen = [one for one in every if one.code in points]
    others = [one for one in every if one.code not in points and _matches(one, words)]
    offered = chosen + others
    places = {one.code: f"point-{number}" for number, one in enumerate(offered, start=1)}
    return staff_page(
        request,
        person,
        "citing.html",
        status=422 if errors else 200,
        act=act,
        words=words,
        offered=offered,
        points=points,
        errors={places[code]: fault for code, fault in errors.items() if code in places},
        is_closed=await is_closed(people, act.inspection),
    )


async def _list(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    entered: Mapping[str, str],
    errors: Mapping[str, str],
) -> Response[str]:
    every = await all_requirements(people)
    return staff_page(
        request,
        person,
        "requirements.html",
        status=422 if errors else 200,
        requirements=every,
        codes={one.code: one.code for one in every},
        entered=entered,
        errors={name: errors[name] for name in (*FIELDS, *ENDING) if name in errors},
        ended_here=await ended_here(people),
        labels=_labels(),
        origins=_origins(),
    )


def _matches(one: Requirement, words: str) -> bool:
    text = " ".join((one.code, *one.titles.values())).casefold()
    return all(word in text for word in words.casefold().split())


def _labels() -> dict[str, str]:
    titles = {
        f"title_{language}": _("Title: %(language)s", language=OWN_NAMES[language])
        for language in LANGUAGES
    }
    return {
        "code": _("Designation"),
        "kind": _("Whose requirement"),
        **titles,
        "in_force_from": _("In force from"),
        "in_force_to": _("In force until"),
        "ended": _("Which requirement"),
        "last_day": _("Its last day"),
    }


def _origins() -> dict[str, str]:
    return {
        Origin.KG: _("Kyrgyz Republic"),
        Origin.KZ: _("Republic of Kazakhstan"),
        Origin.UNION: _("Customs Union and Eurasian Economic Union"),
    }
