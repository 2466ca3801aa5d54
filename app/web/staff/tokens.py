"""For administrators: the tokens with which other systems speak to the API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit, tokens
from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Token
from app.accounts.tokens import Scope, Wanted
from app.lib.errors import AlreadyDone, Invalid
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.registry import inspectorates
from app.web.asked import FORM_LIMIT, Asked
from app.web.entered import entries
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.local_time import LocalTime, local_time

USUAL_DAYS = "365"
_SCOPES: dict[str, Callable[[], str]] = {
    Scope.WRITE: lambda: _("Enter inspections"),
    Scope.READ: lambda: _("Read the inspections on record and the state of their letters"),
    Scope.RESULTS: lambda: _("Read the figures of quarters that are not public yet"),
}


@dataclass(frozen=True)
class Row:
    """A token as the list shows it."""

    id: UUID
    name: str
    inspectorate: str
    scopes: list[str]
    made_on: date
    expires_on: date
    last_used_on: date | None
    revoked_on: date | None
    is_in_force: bool


@get("/tokens", guards=[needs(ADMINISTRATOR)])
async def show_tokens(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    return await _page(request, people, person, now)


@post("/tokens", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def make_token(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    """The page of its reply is the only one that ever shows the token."""
    form = await entries(request)
    entered = {name: values[-1] for name, values in form.items()}
    chosen = form.get("scopes", [])
    try:
        wanted = await _wanted(people, person, entered, chosen)
        made = await tokens.make(people, wanted, now)
    except Invalid as invalid:
        return await _page(request, people, person, now, invalid.errors, entered, chosen)
    except AlreadyDone:
        fault = {"name": _("There is a token of that name. Revoke it first, or take another name.")}
        return await _page(request, people, person, now, fault, entered, chosen)
    about = f"{entered['inspectorate']}: {wanted.name}"
    audit.record(people, person.person_id, "made a token", about)
    return await _page(request, people, person, now, made=made)


@post("/tokens/{token_id:uuid}/revoke", guards=[needs(ADMINISTRATOR)])
async def revoke_token(
    token_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    revoked = await tokens.revoke(people, token_id, now)
    about = f"{token_id.hex[:8]}: {revoked.name}"
    audit.record(people, person.person_id, "revoked a token", about)
    return Redirect("/staff/tokens", status_code=303)


async def _wanted(
    people: AsyncSession, person: SignedIn, entered: Mapping[str, str], scopes: Sequence[str]
) -> Wanted:
    inspectorate = await inspectorates.by_slug(people, entered.get("inspectorate", ""))
    if inspectorate is None:
        raise Invalid({"inspectorate": _("Choose an inspectorate.")})
    days = entered.get("days", "").strip()
    number = int(days) if days.isdecimal() and len(days) < 6 else 0
    return Wanted(entered.get("name", ""), inspectorate.id, scopes, number, person.person_id)


async def _page(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    now: datetime,
    errors: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    chosen: Sequence[str] = (),
    made: str = "",
) -> Response[str]:
    every = await inspectorates.all_of(people)
    names = {one.id: one.names[spoken()]["short"] for one in every}
    local, known = await local_time(people, person), await tokens.tokens_of(people)
    rows = [_row(one, names[one.inspectorate_id], local, now) for one in known]
    return staff_page(
        request,
        person,
        "tokens.html",
        status=422 if errors else 200,
        made=made,
        in_force=[row for row in rows if row.is_in_force],
        others=[row for row in rows if not row.is_in_force],
        inspectorates={one.slug: one.names[spoken()]["name"] for one in every},
        scopes={scope: words() for scope, words in _SCOPES.items()},
        labels=_labels(),
        given=given or {"days": USUAL_DAYS},
        chosen=chosen,
        errors={name: errors[name] for name in _labels() if name in errors} if errors else {},
    )


def _labels() -> dict[str, str]:
    """In the order of the form."""
    return {
        "name": _("Which system will use it"),
        "inspectorate": _("Inspectorate"),
        "scopes": _("What it may be used for"),
        "days": _("For how many days"),
    }


def _row(token: Token, inspectorate: str, local: LocalTime, now: datetime) -> Row:
    return Row(
        token.id,
        token.name,
        inspectorate,
        [_SCOPES[scope]() for scope in token.scopes.split()],
        local.day(token.made_at),
        local.day(token.expires_at),
        token.last_used_on,
        local.day(token.revoked_at) if token.revoked_at else None,
        tokens.is_in_force(token, now),
    )
