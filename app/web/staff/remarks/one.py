"""One remark: what it is about, what was decided on it and why, and words to be masked."""

from collections.abc import Mapping
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.people import names
from app.accounts.roles import DIRECTOR
from app.lib.errors import Invalid
from app.remarks.deciding import DECISION_FIELDS, decide, read
from app.remarks.masking import find, propose
from app.remarks.reading import Remark, history
from app.remarks.themes import titles
from app.remarks.theming import set_themes
from app.web.asked import FORM_LIMIT, Asked
from app.web.entered import entries
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.remarks.desk import Desk, desk, named
from app.web.staff.remarks.words import kinds, labels

_ONE = "/remarks/{slug:str}/{written:str}/{key:str}"


@get(_ONE, guards=[needs(DIRECTOR)])
async def show_remark(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    key: FromPath[str],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    at = await desk(people, ballots, person, (slug, written), now)
    return await _page(request, at, await at.remark(key), {}, {})


@post(f"{_ONE}/themes", guards=[needs(DIRECTOR)], request_max_body_size=FORM_LIMIT)
async def give_themes(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    key: FromPath[str],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    """Those that are ticked, and no others."""
    at = await desk(people, ballots, person, (slug, written), now)
    remark = await at.remark(key)
    themes = set((await entries(request)).get("theme", []))
    await set_themes(people, at.place, remark.id, themes)
    at.record("gave remarks themes", named(remark.id))
    return _back(at, remark)


@post(f"{_ONE}/decision", guards=[needs(DIRECTOR)], request_max_body_size=FORM_LIMIT)
async def decide_on_one(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    key: FromPath[str],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    at = await desk(people, ballots, person, (slug, written), now)
    remark, entered = await at.remark(key), await fields(request)
    try:
        verdict = read(entered, at.today)
    except Invalid as invalid:
        return await _page(request, at, remark, entered, invalid.errors)
    await decide(people, at.place, [remark.id], verdict, at.by)
    at.record(f"decided on remarks ({verdict.kind})", named(remark.id))
    return _back(at, remark)


@post(f"{_ONE}/mask", guards=[needs(DIRECTOR)], request_max_body_size=FORM_LIMIT)
async def propose_mask(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    key: FromPath[str],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    at = await desk(people, ballots, person, (slug, written), now)
    remark, entered = await at.remark(key), await fields(request)
    try:
        spans = find(remark.text, entered.get("marked", ""))
    except Invalid as invalid:
        return await _page(request, at, remark, entered, invalid.errors)
    await propose(people, at.place, remark.id, spans, at.by)
    at.record("proposed a mask", named(remark.id))
    return _back(at, remark)


def _back(at: Desk, remark: Remark) -> Redirect:
    return Redirect(f"{at.address}/{remark.key}", status_code=303)


async def _page(
    request: Asked, at: Desk, remark: Remark, entered: Mapping[str, str], errors: Mapping[str, str]
) -> Response[str]:
    order = [name for name in (*DECISION_FIELDS, "marked") if name in errors]
    return staff_page(
        request,
        at.person,
        "remarks/one.html",
        status=422 if errors else 200,
        at=at,
        remark=remark,
        history=await history(at.people, remark),
        names=await names(at.people),
        themes=titles(),
        kinds=kinds(),
        labels=labels(),
        measures=await at.measures(),
        entered=entered,
        errors={name: errors[name] for name in order},
    )
