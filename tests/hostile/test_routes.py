"""A1, X4: what holds for every route there is, now and later: generated from the route table."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from app.main import create_app
from app.settings import Settings
from tests.browsing import browsing
from tests.databases import Pair
from tests.installation import make_settings

FILLED = {
    "inspection_id": "00000000-0000-4000-8000-000000000000",
    "webhook_id": "00000000-0000-4000-8000-000000000000",
    "token_id": "00000000-0000-4000-8000-000000000000",
    "person_id": "00000000-0000-4000-8000-000000000000",
    "business_id": "00000000-0000-4000-8000-000000000000",
    "dismissal_id": "00000000-0000-4000-8000-000000000000",
    "sample_id": "00000000-0000-4000-8000-000000000000",
    "upload_id": "00000000-0000-4000-8000-000000000000",
    "measure_id": "00000000-0000-4000-8000-000000000000",
    "mask_id": "00000000-0000-4000-8000-000000000000",
    "digest": "0" * 64,
    "key": "0" * 32,
    "year": "2026",
    "slug": "geti",
    "written": "2026-q3",
    "token": "A" * 43,
    "language": "en",
    "site": "geti",
    "path": "/2026-q3/index.html",
    "file_path": "/css/base.css",
    "name": "base.css",
    "number": "1",
    "act_year": "2026",
    "edition": "1",
    "period": "2026-q3",
    "quarter": "2026-q3",
    "act_number": "/A-1",
    "kind": "invitation",
    "role": "minister",
}
EVIL = "evil.example"


@pytest.fixture(scope="module")
async def settings(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Settings]:
    folder = tmp_path_factory.mktemp("routes")
    yield make_settings(*Pair(folder).copy(folder), folder, "smtp://127.0.0.1:25")


@pytest.fixture
async def browser(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(settings) as client:
        yield client


def routes(app: Litestar) -> list[tuple[str, str]]:
    """Method and address, braces filled in."""
    return sorted(
        (method, _filled(route.path))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - {"OPTIONS", "HEAD"}
    )


def _filled(path: str) -> str:
    return re.sub(r"/?{(\w+):\w+}", lambda found: f"/{FILLED[found[1]].lstrip('/')}", path)


@pytest.fixture
def everywhere(settings: Settings) -> list[tuple[str, str]]:
    found = routes(create_app(settings))
    assert len(found) > 40
    return found


async def test_no_act_of_the_staff_is_taken_from_elsewhere(
    browser: httpx.AsyncClient, everywhere: list[tuple[str, str]]
) -> None:
    acts = [path for method, path in everywhere if method == "POST" and path.startswith("/staff")]
    assert len(acts) >= 5
    del browser.headers["Sec-Fetch-Site"]
    foreign = [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": f"http://{EVIL}"},
        {"Origin": "null"},
        {"Origin": f"http://{EVIL}", "X-Forwarded-Host": EVIL},
        {"Referer": "http://pikir.test/staff/"},
    ]
    for path in acts:
        for headers in foreign:
            reply = await browser.post(path, headers=headers)
            assert reply.status_code == 403, (path, headers)
            assert "set-cookie" not in reply.headers


async def test_every_reply_forbids_scripts_frames_and_sniffing(
    browser: httpx.AsyncClient, everywhere: list[tuple[str, str]]
) -> None:
    for method, path in [*everywhere, ("GET", "/none/at/all"), ("PUT", "/staff/")]:
        headers = (await browser.request(method, path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers


async def test_what_a_visitor_calls_this_host_is_repeated_nowhere(
    browser: httpx.AsyncClient, everywhere: list[tuple[str, str]]
) -> None:
    """Links and redirections come from the settings or name no host: no cache can be poisoned."""
    claims = {f"X-Forwarded-{name}": EVIL for name in ("Host", "Server", "For", "Prefix", "Proto")}
    claims |= {"Host": EVIL, "X-Original-URL": f"//{EVIL}", "Forwarded": f"host={EVIL}"}
    for method, path in everywhere:
        reply = await browser.request(method, path, headers=claims)
        assert EVIL not in reply.text, path
        assert EVIL not in str(reply.headers), path


async def test_no_page_of_one_person_passes_for_a_file_that_caches_keep(
    browser: httpx.AsyncClient, everywhere: list[tuple[str, str]]
) -> None:
    """Web cache deception: /s/…/x.css must not be the page of /s/…."""
    private = [path for _method, path in everywhere if re.match(r"/(s|u|staff|en/open)/", path)]
    for path in private:
        for end in ("/x.css", "/x.js", "%2fx.css", "%3bx.css", "/..%2fx.css", "%00.css"):
            reply = await browser.get(f"{path}{end}")
            assert reply.status_code in (303, 404, 405, 410), (path, end)
            if reply.status_code != 303:
                assert reply.headers["cache-control"] == "no-store"


async def test_no_redirection_leads_away(
    browser: httpx.AsyncClient, everywhere: list[tuple[str, str]], settings: Settings
) -> None:
    for site in ("geti", "geti/2026-q3"):
        (settings.site_folder / site).mkdir(parents=True, exist_ok=True)
    starts = ["", "/", f"/{EVIL}", f"//{EVIL}", f"/\\{EVIL}", f"/%5c{EVIL}", f"/%2f{EVIL}", "/kg"]
    starts += [f"/kg//{EVIL}", f"/kg/\\{EVIL}", "/kg/%0d%0aLocation:%20//x", f"/kg/@{EVIL}"]
    paths = {start + path for start in starts for path in ("/", "/sites/geti", "/en", "/staff")}
    query = f"?next=//{EVIL}&back=//{EVIL}&url=//{EVIL}&lang=//{EVIL}"
    paths |= {path + query for method, path in everywhere if method == "GET"}
    seen = 0
    for path in sorted(paths):
        reply = await browser.get(f"{browser.base_url}{path}")
        if location := reply.headers.get("location"):
            seen += 1
            assert re.match(r"/(?![/\\])", location), path
            assert "\r" not in location
            assert "\n" not in location
    assert seen > 10


async def test_health_and_ready_tell_nothing_of_this_installation(
    browser: httpx.AsyncClient,
) -> None:
    assert (await browser.get("/health")).json() == {"status": "ok"}
    assert (await browser.get("/ready")).json() == {"people": "ok", "ballots": "ok"}
