"""Every staff page, asked for by everybody: who gets in, who is sent away."""

import re
from uuid import UUID

import pytest
from litestar import Litestar

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY, Role
from app.main import create_app
from app.registry.tables import Inspection
from app.settings import Settings
from app.wiring import Wiring
from tests.making.registry import make_inspection
from tests.web.staff.conftest import Staff

# Who asks: a role, and where it is held. All pages asked for are GETI's.
ASKING: dict[str, tuple[Role | None, str | None]] = {
    "no role": (None, None),
    "inspector": (INSPECTOR, "geti"),
    "inspector elsewhere": (INSPECTOR, "consumer"),
    "director": (DIRECTOR, "geti"),
    "director elsewhere": (DIRECTOR, "consumer"),
    "ministry": (MINISTRY, None),
    "administrator": (ADMINISTRATOR, None),
}
EVERYBODY_WITH_A_ROLE = set(ASKING) - {"no role"}
# Route -> who gets in; everybody else is refused. The values in braces are filled in below.
DOORS: dict[str, set[str]] = {
    "GET /staff": set(ASKING),
    "POST /staff/language": set(ASKING),
    "GET /staff/account": set(ASKING),
    "POST /staff/account/password": set(ASKING),
    "GET /staff/account/second-factor": set(ASKING),
    "POST /staff/account/second-factor": set(ASKING),
    "POST /staff/account/second-factor/off": set(ASKING),
    "POST /staff/account/sessions/end": set(ASKING),
    "POST /staff/account/sessions/end-others": set(ASKING),
    "GET /staff/bodies": {"administrator"},
    "GET /staff/bodies/{slug:str}": {"administrator"},
    "GET /staff/bodies/{slug:str}/edit/{name:str}": {"administrator"},
    "POST /staff/bodies/{slug:str}/edit/{name:str}": {"administrator"},
    "GET /staff/bodies/{slug:str}/file": {"administrator"},
    "GET /staff/bodies/{slug:str}/texts": {"administrator"},
    "GET /staff/bodies/{slug:str}/texts/letters/{kind:str}/{language:str}": {"administrator"},
    "GET /staff/bodies/{slug:str}/texts/letters/{kind:str}/{language:str}/html": {"administrator"},
    "POST /staff/bodies/{slug:str}/texts/test": {"administrator"},
    "POST /staff/bodies/{slug:str}/texts/{role:str}/discard": {"administrator"},
    "POST /staff/bodies/{slug:str}/texts/{role:str}/release": {"administrator"},
    "GET /staff/bodies/{slug:str}/texts/{role:str}/write": {"administrator"},
    "POST /staff/bodies/{slug:str}/texts/{role:str}/write": {"administrator"},
    "GET /staff/new-body": {"administrator"},
    "POST /staff/new-body": {"administrator"},
    "GET /staff/inspections": {"inspector", "inspector elsewhere"},
    "GET /staff/inspections?of=geti": {"inspector"},
    "GET /staff/inspections/new": {"inspector", "inspector elsewhere"},
    "GET /staff/inspections/new?of=geti": {"inspector"},
    "POST /staff/inspections/new": {"inspector"},
    "GET /staff/inspections/{inspection_id:uuid}": {"inspector"},
    "POST /staff/inspections/{inspection_id:uuid}/address": {"inspector"},
    "POST /staff/inspections/{inspection_id:uuid}/handed-over": {"inspector"},
    "GET /staff/businesses": EVERYBODY_WITH_A_ROLE,
    "GET /staff/businesses/{business_id:uuid}": {
        *("inspector", "director", "ministry", "administrator"),
    },
    "GET /staff/businesses/doubles": {"administrator"},
    "POST /staff/businesses/{business_id:uuid}/merge": {"administrator"},
    "POST /staff/businesses/{business_id:uuid}/unmerge": {"administrator"},
    "GET /staff/report": {"director", "director elsewhere"},
    "GET /staff/report/{slug:str}": {"director"},
    "GET /staff/report/{slug:str}/{written:str}": {"director"},
    "GET /staff/report/{slug:str}/{written:str}/data.csv": {"director"},
    "GET /staff/not-handed-over": {"ministry"},
    "GET /staff/not-mine": {"ministry"},
    "GET /staff/odd": {"ministry"},
    "GET /staff/remarks/{slug:str}": {"director"},
    "GET /staff/remarks/{slug:str}/{written:str}": {"director"},
    "GET /staff/tokens": {"administrator"},
    "POST /staff/tokens": {"administrator"},
    "POST /staff/tokens/{token_id:uuid}/revoke": {"administrator"},
}
# For everybody: there is nobody yet, or the link itself says who.
OPEN = {
    "GET /staff/sign-in",
    "POST /staff/sign-in",
    "POST /staff/sign-out",
    "GET /staff/sign-in/code",
    "POST /staff/sign-in/code",
    "GET /staff/forgotten",
    "POST /staff/forgotten",
    "GET /staff/set-password/{token:str}",
    "POST /staff/set-password/{token:str}",
}


def routes(app: Litestar) -> set[str]:
    return {
        f"{method} {route.path}"
        for route in app.routes
        for method in route.methods - {"OPTIONS"}
        if route.path.startswith("/staff")
    }


def test_this_table_names_every_staff_page(settings: Settings) -> None:
    named = {door.partition("?")[0] for door in DOORS}
    assert named | OPEN == routes(create_app(settings))


@pytest.mark.parametrize("who", ASKING)
async def test_everybody_gets_in_where_they_may_and_nowhere_else(
    staff: Staff, wiring: Wiring, who: str
) -> None:
    role, where = ASKING[who]
    async with staff.people.transaction() as session:
        inspection = await make_inspection(
            session, staff.geti, wiring.addresses, inspector="Aida Asanova"
        )
    await staff.become(role, getattr(staff, where) if where else None)
    got_in = {door for door in DOORS if await status(staff, door, inspection) != 403}
    assert got_in == {door for door, allowed in DOORS.items() if who in allowed}


async def test_whoever_is_not_signed_in_is_led_to_the_sign_in(staff: Staff) -> None:
    nothing = UUID("00000000-0000-4000-8000-000000000000")
    for door in DOORS:
        method, path = filled(door, nothing, nothing)
        reply = await staff.browser.request(method, path)
        assert (reply.status_code, reply.headers["location"]) == (303, "/staff/sign-in"), door


async def status(staff: Staff, door: str, inspection: Inspection) -> int:
    method, path = filled(door, inspection.id, inspection.business_id)
    data = {"of": "geti"} if method == "POST" else None
    reply = await staff.browser.request(method, path, data=data)
    assert reply.status_code in (200, 303, 403, 404, 409, 410, 422), (door, reply.status_code)
    return reply.status_code


def filled(door: str, inspection_id: UUID, business_id: UUID) -> tuple[str, str]:
    values = {"inspection_id": str(inspection_id), "slug": "geti", "written": "2026-q3"}
    values["token_id"], values["name"] = values["inspection_id"], "names"
    values["business_id"] = str(business_id)
    values |= {"kind": "invitation", "language": "ky", "role": "minister"}
    method, _space, path = door.partition(" ")
    return method, re.sub(r"{(\w+):\w+}", lambda match: values[match[1]], path)
