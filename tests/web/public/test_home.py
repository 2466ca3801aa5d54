"""The front page, and the ways to it."""

import httpx
import pytest

from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from tests.making.registry import make_inspectorate
from tests.pages import read


async def test_the_front_page_opens_in_the_readers_language(browser: httpx.AsyncClient) -> None:
    for accepted, language in (("kk-KZ,kk;q=0.9", "kk"), ("de", "ky"), ("ru", "ru")):
        reply = await browser.get("/", headers={"Accept-Language": accepted})
        assert (reply.status_code, reply.headers["Location"]) == (302, f"/{language}/")
        assert "Accept-Language" in reply.headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_leads_to_each_inspectorates_results_and_open_questionnaire(
    browser: httpx.AsyncClient, people: Database, language: str
) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
    page = read((await browser.get(f"/{language}/")).text)
    links = [str(link["href"]) for link in page.select("main a")]
    assert f"/{language}/results/geti/" in links
    assert f"/{language}/open/geti" in links
    assert f"/{language}/so-far/geti" in links
    assert page.html is not None
    assert page.html["lang"] == language


async def test_it_is_a_page_before_any_inspectorate_is_set_up(browser: httpx.AsyncClient) -> None:
    read((await browser.get("/en/")).text)


async def test_the_country_code_leads_to_the_kyrgyz_page(browser: httpx.AsyncClient) -> None:
    for asked, told in (
        ("/kg", "/ky"),
        ("/kg/", "/ky/"),
        ("/kg/results/geti/?a=1", "/ky/results/geti/?a=1"),
    ):
        reply = await browser.get(asked)
        assert (reply.status_code, reply.headers["Location"]) == (301, told)


@pytest.mark.parametrize("address", ["/de/", "/xx/privacy", "/ky/nothing", "/ky/results/unknown/"])
async def test_an_unknown_address_gets_a_page_that_says_so(
    browser: httpx.AsyncClient, address: str
) -> None:
    reply = await browser.get(address)
    assert reply.status_code == 404
    read(reply.text)


async def test_the_page_on_privacy_is_served(browser: httpx.AsyncClient) -> None:
    reply = await browser.get("/ru/privacy")
    assert reply.status_code == 200
    read(reply.text)
