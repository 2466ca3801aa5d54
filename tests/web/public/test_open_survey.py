"""The open questionnaire: everybody may answer, apart from those who were invited."""

from datetime import timedelta

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.ballots.limiting import PER_DAY
from app.ballots.tables import Box, Envelope
from app.lib import clock as time
from app.lib.i18n import LANGUAGES
from app.wiring import Wiring
from tests import pages
from tests.web.public.conftest import NOON, Letters

ADDRESS = "/ky/open/geti"


async def _form(browser: httpx.AsyncClient) -> dict[str, str]:
    """What the page holds, filled in by somebody who took ten seconds."""
    page = pages.read((await browser.get(ADDRESS)).text)
    time.step_to(time.now() + timedelta(seconds=10))
    return {"form": _token(page), "region": "KG-B", "quarter": "2026-Q3", "overall": "2"}


def _token(page: BeautifulSoup) -> str:
    field = page.select_one("input[name=form]")
    assert field
    return str(field["value"])


async def _channels(wiring: Wiring) -> list[str]:
    async with wiring.ballots.reading() as session:
        rows = await session.exec(select(Box.channel).join(Envelope, Envelope.box_id == Box.id))  # type: ignore[arg-type]
        return list(rows)


async def test_an_answer_is_kept_in_a_box_of_its_own(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    sent = await browser.post(ADDRESS, data=await _form(browser))
    assert (sent.status_code, sent.headers["location"]) == (303, "/s/thanks")
    assert await _channels(wiring) == ["open"]


async def test_a_form_is_taken_once(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    form = await _form(browser)
    await browser.post(ADDRESS, data=form)
    browser.cookies.clear()
    assert (await browser.post(ADDRESS, data=form)).status_code == 409
    assert await _channels(wiring) == ["open"]


async def test_region_and_quarter_are_needed(browser: httpx.AsyncClient, letters: Letters) -> None:
    form = await _form(browser)
    reply = await browser.post(ADDRESS, data={**form, "region": "KZ-10", "quarter": "2019-Q1"})
    assert reply.status_code == 422
    page = pages.read(reply.text)
    assert {str(tag["href"]) for tag in page.select(".errors a")} == {"#region", "#quarter"}
    assert page.select_one("#overall, [name=overall][value='2'][checked]")


@pytest.mark.parametrize("seconds", [1, 3 * 60 * 60])
async def test_a_form_sent_too_fast_or_too_late_is_asked_for_again(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring, seconds: int
) -> None:
    form = await _form(browser)
    time.step_to(time.now() - timedelta(seconds=10) + timedelta(seconds=seconds))
    reply = await browser.post(ADDRESS, data=form)
    assert reply.status_code == 422
    fresh = _token(pages.read(reply.text))
    time.step_to(time.now() + timedelta(seconds=10))
    assert (await browser.post(ADDRESS, data={**form, "form": fresh})).status_code == 303
    assert await _channels(wiring) == ["open"]


async def test_one_network_answers_only_so_often_a_day(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    statuses = []
    for _ in range(PER_DAY + 1):
        form = await _form(browser)
        browser.cookies.clear()
        statuses.append((await browser.post(ADDRESS, data=form)).status_code)
    assert statuses == [303] * PER_DAY + [429]
    time.step_to(NOON + timedelta(days=1))
    assert (await browser.post(ADDRESS, data=await _form(browser))).status_code == 303
    assert len(await _channels(wiring)) == PER_DAY + 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_valid_in_every_language(
    browser: httpx.AsyncClient, letters: Letters, language: str
) -> None:
    page = pages.read((await browser.get(f"/{language}/open/geti")).text)
    assert page.html and page.html["lang"] == language
    assert len(page.select("#region option")) == 10


async def test_switching_the_language_keeps_region_and_answers(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    reply = await browser.post(ADDRESS, data={**await _form(browser), "lang": "ru"})
    page = pages.read(reply.text)
    assert page.html and page.html["lang"] == "ru"
    assert page.select_one("#region option[value=KG-B][selected]")
    assert page.select_one("[name=overall][value='2'][checked]")


async def test_the_address_of_2016_leads_here(browser: httpx.AsyncClient, letters: Letters) -> None:
    reply = await browser.get("/gko/anketa/2")
    assert (reply.status_code, reply.headers["location"]) == (301, ADDRESS)
    assert (await browser.get("/gko/anketa/99")).status_code == 404


async def test_an_unknown_inspectorate_or_language_is_not_found(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    assert (await browser.get("/ky/open/nobody")).status_code == 404
    assert (await browser.get("/de/open/geti")).status_code == 404
