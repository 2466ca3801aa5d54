"""Inspections: entered one by one or five hundred at a time, and what became of their letters."""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.kept import Reply
from app.accounts.tokens import Bearer, Scope
from app.invitations.recalling import LETTERS
from app.lib.errors import Invalid, NotFound
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.registry import paging, typed
from app.registry.entering import find
from app.registry.paging import Wanted
from app.registry.records import Key, Record
from app.registry.storing import Stored
from app.registry.tables import Inspection, Inspectorate
from app.web.api import asking, replying
from app.web.api.answers import Act, Entered, Outcome, Page, Summary
from app.web.api.asking import WrongParameter
from app.web.api.faults import pointed
from app.web.api.once import once
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs_scope
from app.web.staff.delivery import post_of

PER_PAGE, MOST_PER_PAGE = 50, 200
PATH = "/api/v1/inspections"


@post("/inspections", guards=[needs_scope(Scope.WRITE)], request_max_body_size=FORM_LIMIT)
async def enter_one(
    request: Asked,
    parts: NamedDependency[Parts],
    bearer: NamedDependency[Bearer],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    body, given = await asking.json_of(request)
    inspectorate = await _inspectorate(parts, bearer)
    [checked] = typed.check(parts.addresses, inspectorate, [given], now)
    if isinstance(checked, Invalid):
        raise checked

    async def act(session: AsyncSession) -> Reply:
        [outcome] = await _enter(session, inspectorate, bearer, [checked], now)
        if isinstance(outcome, Invalid):
            raise outcome
        found = await find(session, inspectorate, *checked.key)
        [state] = await _acts(session, inspectorate, [found] if found else [], now)
        return _reply(
            Entered(outcome, state), status=201 if outcome == "added" else 200, location=state.href
        )

    return await once(request, parts, bearer, now, body, act)


@post("/inspections/batch", guards=[needs_scope(Scope.WRITE)])
async def enter_batch(
    request: Asked,
    parts: NamedDependency[Parts],
    bearer: NamedDependency[Bearer],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    body, given = await asking.json_of(request)
    records = _records(given)
    inspectorate = await _inspectorate(parts, bearer)
    # In a thread: encrypting five hundred addresses would keep everybody else waiting.
    checked = await asyncio.to_thread(typed.check, parts.addresses, inspectorate, records, now)

    async def act(session: AsyncSession) -> Reply:
        outcomes = await _enter(session, inspectorate, bearer, checked, now)
        return _reply(_summary(checked, outcomes))

    return await once(request, parts, bearer, now, body, act)


@get("/inspections", guards=[needs_scope(Scope.READ)])
async def list_inspections(
    request: Asked,
    people: NamedDependency[AsyncSession],
    bearer: NamedDependency[Bearer],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    given = request.query_params
    limit = asking.whole(given, "limit", 1, MOST_PER_PAGE) or PER_PAGE
    wanted = Wanted(
        since=asking.day(given, "since"),
        act_year=asking.whole(given, "act_year", 1, 9999),
        act_number=given.get("act_number"),
        after=_read_cursor(given["cursor"]) if "cursor" in given else None,
    )
    inspectorate = await people.get_one(Inspectorate, bearer.inspectorate_id)
    found = await paging.page(people, inspectorate.id, wanted, limit + 1)
    acts = await _acts(people, inspectorate, found[:limit], now)
    return replying.private(Page(acts, _cursor(found[limit - 1]) if len(found) > limit else None))


@get(
    "/inspections/{act_year:int}/{act_number:path}",
    guards=[needs_scope(Scope.READ)],
)
async def show_inspection(
    act_year: FromPath[int],
    act_number: FromPath[str],
    people: NamedDependency[AsyncSession],
    bearer: NamedDependency[Bearer],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """A number may hold slashes: it is all the rest of the address."""
    inspectorate = await people.get_one(Inspectorate, bearer.inspectorate_id)
    found = None
    if act_year in range(1, 10_000):
        found = await find(people, inspectorate, act_year, act_number.removeprefix("/"))
    if found is None:
        raise NotFound
    [act] = await _acts(people, inspectorate, [found], now)
    return replying.private(act)


async def _inspectorate(parts: Parts, bearer: Bearer) -> Inspectorate:
    async with parts.people.reading() as session:
        return await session.get_one(Inspectorate, bearer.inspectorate_id)


async def _enter(
    session: AsyncSession,
    inspectorate: Inspectorate,
    bearer: Bearer,
    checked: Sequence[Record | Invalid],
    now: datetime,
) -> list[Stored | Invalid]:
    outcomes = await typed.enter_all(session, inspectorate, checked, now, LETTERS)
    taken = sum(outcome in ("added", "changed") for outcome in outcomes)
    if taken:
        about = f"{inspectorate.slug}: {taken}, token {bearer.token_id.hex[:8]}"
        audit.record(session, None, "entered inspections by the API", about)
    return outcomes


async def _acts(
    session: AsyncSession,
    inspectorate: Inspectorate,
    found: Sequence[Inspection],
    now: datetime,
) -> list[Act]:
    post = await post_of(session, inspectorate, found, now)
    return [Act.of(one, post, _address(one)) for one in found]


def _records(given: object) -> list[object]:
    """Of a batch. Anything else than `{"inspections": […]}` is refused."""
    match given:
        case {"inspections": list(records), **others} if not others:
            if 1 <= len(records) <= typed.MOST:
                return records
        case _:
            pass
    form = '{"inspections": […]}'
    fault = _("Send %(form)s with 1 to %(most)s of them.", form=form, most=typed.MOST)
    raise Invalid({"": fault})


def _summary(checked: Sequence[Record | Invalid], outcomes: Sequence[Stored | Invalid]) -> Summary:
    return Summary.of(
        [
            _outcome(place, *judged)
            for place, judged in enumerate(zip(checked, outcomes, strict=True))
        ]
    )


def _outcome(place: int, record: Record | Invalid, outcome: Stored | Invalid) -> Outcome:
    match record, outcome:
        case (_, Invalid() as refusal) | (Invalid() as refusal, _):
            return Outcome("refused", errors=pointed(refusal.errors, f"/inspections/{place}"))
        case Record(), taken:
            return Outcome(taken, *record.key)


def _reply(content: Any, *, status: int = 200, location: str = "") -> Reply:
    return Reply(status, msgspec.json.encode(content).decode(), location)


def _address(one: Inspection) -> str:
    """Clients and servers tidy paths: a number that would suffer is asked for in the query."""
    number = quote(one.act_number, safe="")
    if any(part in ("", ".", "..") for part in one.act_number.split("/")):
        return f"{PATH}?act_year={one.act_year}&act_number={number}"
    return f"{PATH}/{one.act_year}/{number}"


def _cursor(last: Inspection) -> str:
    return urlsafe_b64encode(f"{last.act_year}/{last.act_number}".encode()).decode().rstrip("=")


def _read_cursor(written: str) -> Key:
    try:
        padded = written + "=" * (-len(written) % 4)
        year, slash, number = urlsafe_b64decode(padded.encode()).decode().partition("/")
        if slash and year.isdecimal() and len(year) <= 4 and "\0" not in number:
            return int(year), number
    except ValueError:
        pass
    raise WrongParameter({"cursor": _("Take the value of “next” of the page before, unchanged.")})
