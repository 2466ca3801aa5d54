"""Every route says itself whom it is for, and none comes or goes unnoticed."""

from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from litestar import Router, get
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from app.main import create_app
from app.settings import Settings
from app.web.guards import Unguarded

# Whoever adds, moves or removes a route changes this list on purpose, with whom the route is for.
ROUTES = """
GET / anyone
GET /api/v1/docs anyone
GET /api/v1/inspections needs_scope_inspections:read
POST /api/v1/inspections needs_scope_inspections:write
POST /api/v1/inspections/batch needs_scope_inspections:write
GET /api/v1/inspections/{act_year:int}/{act_number:path} needs_scope_inspections:read
GET /api/v1/openapi.json anyone
GET /api/v1/questionnaires anyone
GET /api/v1/questionnaires/{name:str}/{edition:int} anyone
GET /api/v1/releases anyone
GET /api/v1/releases/{slug:str}/{period:str} anyone
GET /api/v1/results/{slug:str}/so-far anyone
GET /api/v1/results/{slug:str}/{quarter:str} needs_scope_results:read
GET /css/{name:str} anyone
GET /gko/anketa/{number:int} anyone
GET /health anyone
GET /index.html anyone
GET /kg anyone
GET /kg/{path:path} anyone
GET /ready anyone
GET /s/thanks anyone
GET /s/{token:str} anyone
POST /s/{token:str} anyone
GET /sites/{site:str} anyone
GET /sites/{site:str}/{path:path} anyone
GET /staff needs_a_person
GET /staff/account needs_a_person
POST /staff/account/letters needs_director
POST /staff/account/password needs_a_person
GET /staff/account/second-factor needs_a_person
POST /staff/account/second-factor needs_a_person
POST /staff/account/second-factor/off needs_a_person
POST /staff/account/sessions/end needs_a_person
POST /staff/account/sessions/end-others needs_a_person
GET /staff/archive needs_administrator
GET /staff/archive/{slug:str}/{written:str} needs_administrator
GET /staff/audit needs_administrator
GET /staff/audit.csv needs_administrator
GET /staff/bodies needs_administrator
GET /staff/bodies/{slug:str} needs_administrator
GET /staff/bodies/{slug:str}/edit/{name:str} needs_administrator
POST /staff/bodies/{slug:str}/edit/{name:str} needs_administrator
GET /staff/bodies/{slug:str}/file needs_administrator
GET /staff/bodies/{slug:str}/texts needs_administrator
GET /staff/bodies/{slug:str}/texts/letters/{kind:str}/{language:str} needs_administrator
GET /staff/bodies/{slug:str}/texts/letters/{kind:str}/{language:str}/html needs_administrator
POST /staff/bodies/{slug:str}/texts/test needs_administrator
POST /staff/bodies/{slug:str}/texts/{role:str}/discard needs_administrator
POST /staff/bodies/{slug:str}/texts/{role:str}/release needs_administrator
GET /staff/bodies/{slug:str}/texts/{role:str}/write needs_administrator
POST /staff/bodies/{slug:str}/texts/{role:str}/write needs_administrator
GET /staff/businesses needs_inspector_or_director_or_ministry_or_administrator
GET /staff/businesses/doubles needs_administrator
POST /staff/businesses/doubles/{dismissal_id:uuid}/take-back needs_administrator
GET /staff/businesses/{business_id:uuid} needs_inspector_or_director_or_ministry_or_administrator
POST /staff/businesses/{business_id:uuid}/merge needs_administrator
POST /staff/businesses/{business_id:uuid}/two needs_administrator
POST /staff/businesses/{business_id:uuid}/unmerge needs_administrator
GET /staff/calls/{slug:str}/{written:str} needs_ministry
POST /staff/calls/{slug:str}/{written:str} needs_ministry
GET /staff/calls/{slug:str}/{written:str}/{number:int} needs_ministry
POST /staff/calls/{slug:str}/{written:str}/{number:int} needs_ministry
GET /staff/forgotten anyone
POST /staff/forgotten anyone
GET /staff/help needs_inspector
GET /staff/inspections needs_inspector
GET /staff/inspections/new needs_inspector
POST /staff/inspections/new needs_inspector
GET /staff/inspections/{inspection_id:uuid} needs_inspector
POST /staff/inspections/{inspection_id:uuid}/address needs_inspector
POST /staff/inspections/{inspection_id:uuid}/handed-over needs_inspector
GET /staff/inspections/{inspection_id:uuid}/requirements needs_inspector
POST /staff/inspections/{inspection_id:uuid}/requirements needs_inspector
GET /staff/inspections/{inspection_id:uuid}/samples needs_inspector
POST /staff/inspections/{inspection_id:uuid}/samples needs_inspector
GET /staff/inspections/{inspection_id:uuid}/samples/{sample_id:uuid} needs_inspector
POST /staff/inspections/{inspection_id:uuid}/samples/{sample_id:uuid} needs_inspector
POST /staff/inspections/{inspection_id:uuid}/samples/{sample_id:uuid}/remove needs_inspector
POST /staff/inspections/{inspection_id:uuid}/samples/{sample_id:uuid}/remove-result needs_inspector
GET /staff/inspectorates needs_ministry_or_observer
POST /staff/language needs_a_person
GET /staff/masks needs_director_or_administrator
POST /staff/masks/{mask_id:uuid} needs_director_or_administrator
GET /staff/measures/{slug:str} needs_director
GET /staff/measures/{slug:str}/{measure_id:uuid} needs_director
POST /staff/measures/{slug:str}/{measure_id:uuid} needs_director
GET /staff/new-body needs_administrator
POST /staff/new-body needs_administrator
GET /staff/not-handed-over needs_ministry
GET /staff/not-mine needs_ministry
GET /staff/odd needs_ministry
GET /staff/people needs_administrator
GET /staff/people/new needs_administrator
POST /staff/people/new needs_administrator
GET /staff/people/{person_id:uuid} needs_administrator
POST /staff/people/{person_id:uuid}/access needs_administrator
POST /staff/people/{person_id:uuid}/name needs_administrator
POST /staff/people/{person_id:uuid}/password needs_administrator
POST /staff/people/{person_id:uuid}/roles needs_administrator
POST /staff/people/{person_id:uuid}/roles/take needs_administrator
POST /staff/people/{person_id:uuid}/second-factor needs_administrator
GET /staff/registers needs_director_or_administrator
POST /staff/registers needs_director_or_administrator
GET /staff/registers/{upload_id:uuid} needs_director_or_administrator
POST /staff/registers/{upload_id:uuid}/forget needs_director_or_administrator
POST /staff/registers/{upload_id:uuid}/import needs_director_or_administrator
GET /staff/registers/{upload_id:uuid}/map needs_director_or_administrator
POST /staff/registers/{upload_id:uuid}/map needs_director_or_administrator
POST /staff/registers/{upload_id:uuid}/map-file needs_director_or_administrator
GET /staff/registers/{upload_id:uuid}/map.yaml needs_director_or_administrator
GET /staff/registers/{upload_id:uuid}/refused.xlsx needs_director_or_administrator
POST /staff/registers/{upload_id:uuid}/sheet needs_director_or_administrator
GET /staff/relay needs_administrator
GET /staff/remarks/{slug:str} needs_director
GET /staff/remarks/{slug:str}/{written:str} needs_director
POST /staff/remarks/{slug:str}/{written:str} needs_director
GET /staff/remarks/{slug:str}/{written:str}/{key:str} needs_director
POST /staff/remarks/{slug:str}/{written:str}/{key:str}/decision needs_director
POST /staff/remarks/{slug:str}/{written:str}/{key:str}/mask needs_director
POST /staff/remarks/{slug:str}/{written:str}/{key:str}/themes needs_director
GET /staff/report needs_director_or_ministry
GET /staff/report-files/{digest:str} needs_director_or_ministry
GET /staff/report-files/{digest:str}/file needs_director_or_ministry
GET /staff/report/{slug:str} needs_director_or_ministry
GET /staff/report/{slug:str}/year/{year:int} needs_director_or_ministry
GET /staff/report/{slug:str}/{written:str} needs_director_or_ministry
GET /staff/report/{slug:str}/{written:str}/data.csv needs_director_or_ministry
GET /staff/report/{slug:str}/{written:str}/data.json needs_director_or_ministry
POST /staff/report/{slug:str}/{written:str}/files needs_director_or_ministry
GET /staff/requirements needs_administrator
POST /staff/requirements needs_administrator
POST /staff/requirements/end needs_administrator
POST /staff/requirements/go-on needs_administrator
GET /staff/set-password/{token:str} anyone
POST /staff/set-password/{token:str} anyone
GET /staff/sign-in anyone
POST /staff/sign-in anyone
GET /staff/sign-in/code anyone
POST /staff/sign-in/code anyone
POST /staff/sign-out anyone
GET /staff/signals needs_ministry
GET /staff/signals/{slug:str}/{written:str} needs_ministry
GET /staff/signals/{slug:str}/{written:str}/inspector needs_ministry
GET /staff/slips needs_inspector
GET /staff/tokens needs_administrator
POST /staff/tokens needs_administrator
POST /staff/tokens/{token_id:uuid}/revoke needs_administrator
GET /staff/webhooks needs_administrator
POST /staff/webhooks needs_administrator
POST /staff/webhooks/{webhook_id:uuid}/remove needs_administrator
POST /staff/webhooks/{webhook_id:uuid}/test needs_administrator
GET /static/{file_path:path} anyone
HEAD /static/{file_path:path} anyone
GET /u/not-mine/{token:str} anyone
POST /u/not-mine/{token:str} anyone
GET /u/{token:str} anyone
POST /u/{token:str} anyone
GET /{language:str} anyone
GET /{language:str}/index.html anyone
GET /{language:str}/open/{slug:str} anyone
POST /{language:str}/open/{slug:str} anyone
GET /{language:str}/privacy anyone
GET /{language:str}/results/{slug:str} anyone
GET /{language:str}/results/{slug:str}/latest anyone
GET /{language:str}/results/{slug:str}/{path:path} anyone
GET /{language:str}/so-far/{slug:str} anyone
GET /{language:str}/test-letter anyone
"""


def test_every_route_is_on_the_list_with_its_guard(tmp_path: Path) -> None:
    assert routes(tmp_path) == ROUTES.strip().splitlines()


def test_every_route_names_one_guard_that_says_for_whom_it_is(tmp_path: Path) -> None:
    for route in routes(tmp_path):
        guard = route.rpartition(" ")[2]
        assert guard == "anyone" or guard.startswith("needs_"), route


def test_a_route_that_names_no_guard_keeps_the_program_from_starting(tmp_path: Path) -> None:
    @get("/forgotten")
    async def forgotten() -> str:
        return "open to all"

    router = Router("/", route_handlers=[forgotten])
    with pytest.raises(Unguarded, match="GET /forgotten"):
        create_app(_settings(tmp_path), [router])


async def test_head_answers_as_get_does_without_content(tmp_path: Path) -> None:
    app = create_app(_settings(tmp_path))
    transport = httpx.ASGITransport(app=cast("Any", app))
    async with httpx.AsyncClient(transport=transport, base_url="http://pikir.test") as client:
        for path in ("/", "/kg", "/ky/privacy", "/health", "/css/base.css", "/staff", "/ky/none"):
            got, head = await client.get(path), await client.head(path)
            assert head.status_code == got.status_code, path
            assert head.headers == got.headers, path
            assert head.content == b"", path
        assert (await client.head("/staff/sign-out")).status_code == 405


def routes(folder: Path) -> list[str]:
    """Method, path and guard of each, by path."""
    found = [
        (route.path, method, _guard(handler))
        for route in create_app(_settings(folder)).routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"  # the framework's own answer: which methods there are
    ]
    return [f"{method} {path} {guard}" for path, method, guard in sorted(found)]


def _guard(handler: HTTPRouteHandler) -> str:
    """Of the handler itself. Static files have the framework's handlers: theirs is the router's."""
    router = handler.owner
    guards = handler.guards or (router.guards if router else ()) or ()
    return "+".join(guard.__name__ for guard in guards)


def _settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite+aiosqlite:///{folder}/people.sqlite3",
        ballots_url=f"sqlite+aiosqlite:///{folder}/ballots.sqlite3",
        smtp_url="smtp://127.0.0.1:25",
        base_url="http://pikir.test",
        secret_keys=("a signing key for tests " * 2,),
        pepper=b"a pepper for tests " * 2,
        email_keys=(),
        key_folder=folder / "keys",
        site_folder=folder / "site",
    )
