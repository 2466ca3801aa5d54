"""Every route there is, asked for by everybody there is: the table is roles.txt beside this file.

A route that is new, moved or guarded otherwise changes the table. Nothing is to be written by hand:

    PIKIR_WRITE_ROLES=1 .venv/bin/pytest tests/web/staff/test_roles.py

writes it anew, and whoever reviews the change sees in it who may do what. It is held against what
the guards declare: a table in which somebody gets in who should not cannot be written.
"""

import os
import re
from datetime import date
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from app.accounts.roles import EVERYWHERE, Role
from app.accounts.tables import Person
from app.lib import clock as the_clock
from app.main import create_app
from app.publications.reports import keeping
from app.registry.findings.sampling import add_sample
from app.registry.tables import Inspectorate
from app.registry.uploads import stages
from app.settings import Settings
from app.wiring import Wiring
from tests.making.accounts import make_cookie, make_person
from tests.making.registry import make_inspection
from tests.making.remarks import make_mask, make_measure
from tests.making.reports import make_report
from tests.making.uploads import make_upload
from tests.web.staff.conftest import NOW, Staff
from tests.web.staff.test_findings import SAMPLE

TABLE = Path(__file__).with_name("roles.txt")
IN, REFUSED, SIGN_IN, TOKEN = "in", "no", "sign in", "token"
HEAD = """\
Who may ask for what. All that has a name or an id in its address is GETI's; "elsewhere" is
somebody who holds the role in another inspectorate. "in": let in; "no": refused (403); "sign in":
led to the page for signing in; "token": asked for a token of the API (401).
"""
# Routes with a name or an id of what belongs to all inspectorates.
SHARED_BY_ALL: frozenset[str] = frozenset()


def columns() -> list[str]:
    names = ["nobody", "switched off", "no role"]
    for role in Role:
        names += [role.value] if role in EVERYWHERE else [role.value, f"{role.value} elsewhere"]
    return names


@pytest.fixture
async def values(staff: Staff, wiring: Wiring) -> dict[str, str]:
    """What stands for each name in braces: something of GETI's that is really there, so that it
    can be tried from elsewhere.
    """
    async with staff.people.transaction() as session:
        inspection = await make_inspection(
            session, staff.geti, wiring.addresses, inspector="Aida Asanova"
        )
        upload = make_upload(staff.geti, wiring.addresses, stage=stages.IMPORTING)
        session.add(upload)
        measure, mask = make_measure(staff.geti), make_mask(staff.geti)
        session.add_all([measure, mask])
        file = await keeping.ask(session, staff.geti.id, "pdf", make_report(), NOW)
        sample = await add_sample(session, inspection, SAMPLE, date(2026, 8, 3))
    person = await make_person(staff.people, "somebody@pikir.example")
    return {
        "act_number": inspection.act_number,
        "act_year": str(inspection.act_year),
        "business_id": str(inspection.business_id),
        "dismissal_id": "00000000-0000-4000-8000-000000000000",
        "digest": file.digest,
        "edition": "1",
        "file_path": "css/base.css",
        "inspection_id": str(inspection.id),
        "key": "00" * 16,
        "kind": "invitation",
        "language": "en",
        "mask_id": str(mask.id),
        "measure_id": str(measure.id),
        "name": "names",
        "number": "1",
        "path": "2026-q3/index.html",
        "period": "2026-Q3",
        "person_id": str(person.id),
        "quarter": "2026-Q3",
        "role": "director",
        "sample_id": str(sample.id),
        "site": "geti",
        "slug": "geti",
        "token": "A" * 43,
        "token_id": "00000000-0000-4000-8000-000000000000",
        "webhook_id": "00000000-0000-4000-8000-000000000000",
        "upload_id": str(upload.id),
        "written": "2026-q3",
        "year": "2026",
    }


async def test_everybody_gets_in_where_they_may_and_nowhere_else(
    staff: Staff, settings: Settings, values: dict[str, str]
) -> None:
    people = await everybody(staff)
    names = set(re.findall(r"{(\w+):", str(routes(create_app(settings)))))
    assert names <= set(values), (
        f"Add to `values` in tests/web/staff/test_roles.py what stands for {names - set(values)} in"
        " the new addresses: something of GETI's that is really there."
    )
    found: dict[str, dict[str, str]] = {}
    for route, guard in routes(create_app(settings)):
        row = {who: await ask(staff, route, person, values) for who, person in people.items()}
        found[f"{route}  [{guard}]"] = row
        for who, outcome in row.items():
            assert outcome in expected(route, guard, who), (
                f"{route}, for whom {guard} stands: {who} finds {outcome!r}. If what stands there"
                " belongs to all inspectorates, name the route in SHARED_BY_ALL."
            )
    written = table(found)
    if os.environ.get("PIKIR_WRITE_ROLES"):
        TABLE.write_text(written)
    assert written == TABLE.read_text(), (
        "Who may ask for what has changed. If it is meant: PIKIR_WRITE_ROLES=1"
        " .venv/bin/pytest tests/web/staff/test_roles.py, and look at the difference in roles.txt."
    )


def expected(route: str, guard: str, who: str) -> set[str]:
    """What the guard declares; and nobody gets at another inspectorate's things."""
    if guard == "anyone":
        return {IN}
    if guard.startswith("needs_scope"):
        return {TOKEN}
    if who in ("nobody", "switched off"):
        return {SIGN_IN}
    if guard == "needs_a_person":
        return {IN}
    if who.removesuffix(" elsewhere") not in guard.removeprefix("needs_").split("_or_"):
        return {REFUSED}
    if not who.endswith(" elsewhere"):
        return {IN}
    return {REFUSED} if "{" in route and route not in SHARED_BY_ALL else {IN, REFUSED}


async def everybody(staff: Staff) -> dict[str, Person | None]:
    """By their column's name."""
    found: dict[str, Person | None] = {}
    for name in columns():
        word, _space, elsewhere = name.partition(" ")
        role = Role(word) if word in set(Role) else None
        body: Inspectorate = staff.consumer if elsewhere == "elsewhere" else staff.geti
        where = None if role in EVERYWHERE or role is None else body.id
        email = f"{name.replace(' ', '.')}@pikir.example"
        found[name] = await make_person(staff.people, email, "Aida Asanova", role, where)
    return found | {"nobody": None}


async def ask(staff: Staff, route: str, person: Person | None, values: dict[str, str]) -> str:
    method, path = filled(route, values)
    await become(staff, person)
    form = {"of": "geti", "inspectorate": "geti"} if method == "POST" else None
    reply = await staff.browser.request(method, path, params={"of": "geti"}, data=form)
    assert reply.status_code < 500 or reply.status_code == 503, (route, reply.status_code)
    return _in_a_word(reply, route)


async def become(staff: Staff, person: Person | None) -> None:
    """In a session that has just begun; one who is switched off began theirs before that."""
    staff.browser.cookies.clear()
    if person is None:
        return
    cookie = await make_cookie(staff.people, person, the_clock.now())
    staff.browser.cookies.set("pikir", cookie)
    if person.email.startswith("switched"):
        async with staff.people.transaction() as session:
            (await session.get_one(Person, person.id)).active = False


def _in_a_word(reply: httpx.Response, route: str) -> str:
    if reply.status_code == 401:
        return TOKEN
    if reply.status_code == 403:
        return REFUSED
    is_sent = reply.headers.get("location", "").startswith("/staff/sign-in")
    return SIGN_IN if is_sent and "sign-out" not in route else IN


def routes(app: Litestar) -> list[tuple[str, str]]:
    """Method and address, and the guard's name; by address."""
    found = [
        (route.path, method, _guard(handler))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS", "HEAD"}
    ]
    return [(f"{method} {path}", guard) for path, method, guard in sorted(found)]


def _guard(handler: HTTPRouteHandler) -> str:
    names = [guard.__name__ for guard in handler.resolve_guards()]
    return next(name for name in names if name == "anyone" or name.startswith("needs_"))


def filled(route: str, values: dict[str, str]) -> tuple[str, str]:
    method, _space, path = route.partition(" ")
    return method, re.sub(r"{(\w+):\w+}", lambda match: values[match[1]], path)


def table(found: dict[str, dict[str, str]]) -> str:
    names = columns()
    first = max(map(len, found))
    lines = [f"{'':{first}}  {'  '.join(names)}".rstrip()]
    for route, row in found.items():
        cells = "  ".join(f"{row[name]:{len(name)}}" for name in names)
        lines.append(f"{route:{first}}  {cells}".rstrip())
    return f"{HEAD}\n" + "\n".join(lines) + "\n"
