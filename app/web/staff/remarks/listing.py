"""A quarter's remarks: searched, given themes and decided on, many at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import DIRECTOR
from app.ballots.showing import count_remarks
from app.lib.dates import quarter_short
from app.lib.errors import Invalid, NotFound
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.parts import Parts
from app.registry import searching
from app.remarks.counting import by_theme, counts
from app.remarks.deciding import DECISION_FIELDS, Verdict, decide, read
from app.remarks.reading import Remark
from app.remarks.searching import Wanted, matching
from app.remarks.themes import titles
from app.remarks.theming import add_themes
from app.web.asked import FORM_LIMIT, Asked
from app.web.entered import entries
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.places import place
from app.web.staff.quarters import newest
from app.web.staff.remarks.desk import Desk, desk
from app.web.staff.remarks.words import kinds, labels, states

_PER_PAGE = 25
_QUARTERS = 5  # this one and the last four, whose themes are compared


@dataclass(frozen=True)
class Form:
    """What was sent for the chosen remarks, and what is wrong with it."""

    entered: Mapping[str, str] = field(default_factory=dict)
    chosen: Sequence[str] = ()
    themes: Sequence[str] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


@get("/remarks/{slug:str}", guards=[needs(DIRECTOR)])
async def newest_remarks(
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    inspectorate = await place(people, person, DIRECTOR, slug)
    quarter = await newest(people, inspectorate, now)
    return Redirect(f"/staff/remarks/{slug}/{quarter.slug}", status_code=303)


@get("/remarks/{slug:str}/{written:str}", guards=[needs(DIRECTOR)])
async def show_remarks(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    at = await desk(people, ballots, person, (slug, written), now)
    return await _page(request, parts, at, Form())


@post(
    "/remarks/{slug:str}/{written:str}", guards=[needs(DIRECTOR)], request_max_body_size=FORM_LIMIT
)
async def act_on_chosen(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """Themes are added, a decision replaces the one before; one of them is enough."""
    at = await desk(people, ballots, person, (slug, written), now)
    sent = await entries(request)
    entered = {name: values[-1] for name, values in sent.items()}
    chosen, themes = sent.get("remark", []), sent.get("theme", [])
    try:
        verdict = _read(at, entered, chosen, themes)
    except Invalid as invalid:
        return await _page(request, parts, at, Form(entered, chosen, themes, invalid.errors))
    ids = [one.id for one in await at.remarks() if one.key in set(chosen)]
    if len(ids) != len(set(chosen)):
        raise NotFound
    if themes:
        await add_themes(people, at.place, ids, themes)
        at.record("gave remarks themes", _how_many(ids))
    if verdict:
        await decide(people, at.place, ids, verdict, at.by)
        at.record(f"decided on remarks ({verdict.kind})", _how_many(ids))
    query = urlencode(_asked(_wanted(request)) | {"done": len(ids)})
    return Redirect(f"{at.address}?{query}", status_code=303)


def _read(
    at: Desk, entered: Mapping[str, str], chosen: Sequence[str], themes: Sequence[str]
) -> Verdict | None:
    """None: no decision, themes alone."""
    errors: dict[str, str] = {}
    verdict = None
    if not chosen:
        errors["remarks"] = _("Tick the remarks that you mean.")
    if entered.get("kind"):
        try:
            verdict = read(entered, at.today)
        except Invalid as invalid:
            errors |= invalid.errors
    elif not themes:
        errors["kind"] = _("Choose a decision, or tick a theme.")
    if errors:
        raise Invalid(errors)
    return verdict


def _how_many(ids: Sequence[bytes]) -> str:
    """For the trail, which is in English."""
    return "1 remark" if len(ids) == 1 else f"{len(ids)} remarks"


def _wanted(request: Asked) -> Wanted:
    asked = request.query_params
    return Wanted(**{name: str(asked.get(name, "")) for name in asdict(Wanted())})


def _asked(wanted: Wanted) -> dict[str, object]:
    """For an address: what is asked for."""
    return {name: value for name, value in asdict(wanted).items() if value}


async def _page(request: Asked, parts: Parts, at: Desk, form: Form) -> Response[str]:
    wanted, every = _wanted(request), await at.remarks()
    found = matching(every, wanted)
    pages = max(1, -(-len(found) // _PER_PAGE))
    number = min(_number(request, "page", 1), pages)
    order = [name for name in ("remarks", *DECISION_FIELDS) if name in form.errors]
    return staff_page(
        request,
        at.person,
        "remarks/list.html",
        status=422 if form.errors else 200,
        at=at,
        inspectorate=at.inspectorate,
        quarter=at.quarter,
        quarters=await searching.quarters(at.people, at.inspectorate.id),
        counts=await counts(at.people, at.ballots, at.place),
        wanted=wanted,
        link=lambda **changes: f"{at.address}?{urlencode(_asked(wanted) | changes)}",
        total=len(found),
        remarks=found[(number - 1) * _PER_PAGE : number * _PER_PAGE],
        pages=range(1, pages + 1),
        number=number,
        done=_number(request, "done", 0),
        questionnaires=_titles_of(parts, every),
        history=await _themes_by_quarter(at),
        themes=titles(),
        kinds=kinds(),
        choices={"": _("Leave as it is"), **kinds()},
        states=states(),
        labels=labels(),
        measures=await at.measures(),
        form=form,
        errors={name: form.errors[name] for name in order},
    )


def _number(request: Asked, name: str, least: int) -> int:
    written = str(request.query_params.get(name, ""))
    return max(int(written), least) if written.isascii() and written.isdigit() else least


def _titles_of(parts: Parts, remarks: Sequence[Remark]) -> dict[str, str]:
    """Of the questionnaires in which somebody wrote a remark."""
    names = sorted({one.questionnaire for one in remarks})
    return {name: parts.shelf.latest(name).title[spoken()] for name in names}


async def _themes_by_quarter(at: Desk) -> dict[str, object]:
    """A table: its quarters, all remarks, and those with each theme."""
    quarters = [at.quarter.plus(back) for back in range(1 - _QUARTERS, 1)]
    found = await by_theme(at.people, at.place, quarters)
    totals = await count_remarks(at.ballots, at.inspectorate.slug, quarters)
    return {
        "quarters": [quarter_short(quarter) for quarter in quarters],
        "totals": [totals[quarter] for quarter in quarters],
        "themes": [
            (title, [found[name].get(quarter, 0) for quarter in quarters])
            for name, title in titles().items()
            if name in found
        ],
    }
