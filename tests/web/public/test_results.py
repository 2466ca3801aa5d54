"""Published sites under the program's own address."""

from pathlib import Path

import httpx
import pytest

from app.lib.db import Database
from app.publications.publishing import publish
from app.registry.tables import Inspectorate
from app.settings import Settings
from tests.making.publications import make_release, sketch
from tests.making.registry import make_inspectorate
from tests.pages import read, words

PAGE = "/ky/results/geti/2026-q3/"


@pytest.fixture
async def published(people: Database, settings: Settings) -> Inspectorate:
    async with people.transaction() as session:
        inspectorate = await make_inspectorate(session)
        await make_release(session, inspectorate, answered=9, open_=0)
    await publish(people, inspectorate, settings.site_folder, sketch)
    return inspectorate


@pytest.mark.usefixtures("published")
async def test_the_page_is_the_very_file_of_the_inspectorates_site(
    browser: httpx.AsyncClient, settings: Settings
) -> None:
    reply = await browser.get(PAGE)
    file = settings.site_folder / "geti/ky/results/geti/2026-q3/index.html"
    assert reply.content == file.read_bytes()
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "style-src 'self'" in reply.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("published")
async def test_both_sites_are_served_as_delivered(
    browser: httpx.AsyncClient, settings: Settings
) -> None:
    for site in ("geti", "geti-ministry"):
        folder = settings.site_folder / site
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            reply = await browser.get(f"/sites/{site}/{file.relative_to(folder)}")
            assert reply.status_code == 200, file
            assert reply.content == file.read_bytes()


@pytest.mark.usefixtures("published")
async def test_every_link_of_the_pages_leads_somewhere(browser: httpx.AsyncClient) -> None:
    for start in (PAGE, "/ky/results/geti/", "/sites/geti-ministry/", "/sites/geti/ru/index.html"):
        page = read((await browser.get(start)).text)
        for tag in page.select("a[href], link[rel=stylesheet]"):
            href = str(tag["href"])
            if not href.startswith(("http", "mailto:", "#")):
                reply = await browser.get(
                    str(httpx.URL(str(browser.base_url.join(start))).join(href))
                )
                assert reply.status_code in {200, 301, 302, 308}, (start, href)


@pytest.mark.usefixtures("published")
async def test_an_address_without_its_last_slash_leads_to_the_one_with_it(
    browser: httpx.AsyncClient,
) -> None:
    reply = await browser.get(PAGE.rstrip("/"))
    assert (reply.status_code, reply.headers["Location"]) == (308, PAGE)


@pytest.mark.usefixtures("published")
async def test_the_last_slash_never_leads_to_another_host(browser: httpx.AsyncClient) -> None:
    for path in ("//sites/geti", "///sites/geti", "//en/results/geti"):
        reply = await browser.get(f"{browser.base_url}{path}")
        assert (reply.status_code, reply.headers["Location"]) == (308, f"/{path.strip('/')}/")


OUTSIDE = (
    "/sites/geti/../../people.sqlite3",
    "/sites/%2e%2e/secret.json",
    "/sites/geti/%2e%2e/%2e%2e/secret.json",
    "/sites/geti/..%2f..%2fsecret.json",
    "/sites//etc/passwd",
    "/sites/geti/%00.json",
    "/ky/results/geti/%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.json",
    "/css/..%2f..%2fpyproject.toml",
    f"/sites/geti/{'a' * 5000}",
    f"/sites/{'a' * 5000}",
    "/sites/geti/.draft.json",
    "/sites/geti/.hidden/secret.json",
    "/en/results/%00/2026-q3",
    "/en/results/geti/?words=%00",
)


@pytest.mark.usefixtures("published")
async def test_no_path_leads_out_of_the_sites(
    browser: httpx.AsyncClient, settings: Settings
) -> None:
    (settings.site_folder.parent / "secret.json").write_text("{}")
    (settings.site_folder / "geti/.draft.json").write_text("{}")
    (settings.site_folder / "geti/.hidden").mkdir()
    (settings.site_folder / "geti/.hidden/secret.json").write_text("{}")
    for path in OUTSIDE:
        assert (await browser.get(path)).status_code == 404, path


@pytest.mark.usefixtures("published")
async def test_a_link_in_a_site_does_not_lead_out_of_it(
    browser: httpx.AsyncClient, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "secret.json").write_text("{}")
    (settings.site_folder / "geti/link.json").symlink_to(tmp_path / "secret.json")
    assert (await browser.get("/sites/geti/link.json")).status_code == 404


async def test_an_inspectorate_that_has_published_nothing_says_so(
    browser: httpx.AsyncClient, people: Database, settings: Settings
) -> None:
    async with people.transaction() as session:
        inspectorate = await make_inspectorate(session)
    await publish(people, inspectorate, settings.site_folder, sketch)
    page = read((await browser.get("/en/results/geti/")).text)
    assert "Nothing has been published yet." in words(page)


@pytest.mark.usefixtures("published")
async def test_latest_leads_to_the_newest_release(browser: httpx.AsyncClient) -> None:
    reply = await browser.get("/kk/results/geti/latest")
    assert (reply.status_code, reply.headers["Location"]) == (302, "/kk/results/geti/2026-q3/")


async def test_without_a_release_there_is_no_latest(
    browser: httpx.AsyncClient, people: Database
) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
    assert (await browser.get("/kk/results/geti/latest")).status_code == 404
