"""The open questionnaire: everybody may answer, apart from those who were invited."""

from datetime import timedelta

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.ballots import limiting
from app.ballots.boxes import ASIDE, WHOLE, BoxName, Part, open_box
from app.ballots.content import open_content
from app.ballots.limiting import PER_DAY, PER_HOUR
from app.ballots.tables import Box, Envelope
from app.lib import clock as time
from app.lib.errors import TooMany
from app.lib.i18n import LANGUAGES
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.wiring import Wiring
from app.work import answers
from tests import pages
from tests.web.public.conftest import AFTER_CLOSE, NOON, Letters

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


def _errors(page: BeautifulSoup) -> list[str]:
    """Where the list of errors leads, in its order."""
    return [str(tag["href"]) for tag in page.select(".errors a")]


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


async def test_a_double_click_or_reload_shows_the_thanks_again(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    form = await _form(browser)
    for _ in range(2):
        sent = await browser.post(ADDRESS, data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, "/s/thanks")
    assert (await browser.get("/s/thanks")).status_code == 200
    assert await _channels(wiring) == ["open"]


async def test_region_and_quarter_are_needed(browser: httpx.AsyncClient, letters: Letters) -> None:
    form = await _form(browser)
    reply = await browser.post(ADDRESS, data={**form, "region": "KZ-10", "quarter": "2019-Q1"})
    assert reply.status_code == 422
    page = pages.read(reply.text)
    assert _errors(page) == ["#region", "#quarter"]
    assert page.select_one("#overall, [name=overall][value='2'][checked]")


async def test_errors_are_listed_in_the_order_of_the_page_and_lead_to_what_can_be_focused(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    page = pages.read((await browser.post(ADDRESS, data={"form": "forged"})).text)
    errors = _errors(page)
    assert errors == ["#region", "#quarter", "#overall", "#send"]
    places = [page.select_one(error) for error in errors]
    everything = page.find_all(True)
    order = [next(n for n, tag in enumerate(everything) if tag is place) for place in places]
    assert order == sorted(order)
    assert [place.name for place in places if place] == ["select", "select", "input", "button"]
    assert all(place.get("type") != "hidden" for place in places if place)


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


async def test_what_comes_in_a_flood_is_thanked_for_and_set_aside(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    async with wiring.ballots.transaction() as session:
        for _ in range(PER_HOUR - 1):
            await limiting.is_flood(session, "geti", NOON)
    for _ in range(2):
        form = await _form(browser)
        browser.cookies.clear()
        assert (await browser.post(ADDRESS, data=form)).status_code == 303
    async with wiring.ballots.reading() as session:
        numbers = sorted(await session.exec(select(Envelope.group_number)))
    assert numbers[0] == ASIDE < numbers[1]


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


async def test_only_quarters_with_an_open_box_are_offered(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    page = pages.read((await browser.get(ADDRESS)).text)
    assert [option["value"] for option in page.select("#quarter option")] == ["", "2026-Q3"]
    reply = await browser.post(ADDRESS, data={**await _form(browser), "quarter": "2026-Q2"})
    assert (reply.status_code, _errors(pages.read(reply.text))) == (422, ["#quarter"])


async def test_the_present_quarter_is_offered_first(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring, keys: KeyFolder
) -> None:
    await _open_box(wiring, keys, Quarter(2026, 2), Part(WHOLE))
    page = pages.read((await browser.get(ADDRESS)).text)
    offered = [option["value"] for option in page.select("#quarter option")]
    assert offered == ["", "2026-Q3", "2026-Q2"]


async def test_without_an_open_box_the_page_says_so(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    time.step_to(AFTER_CLOSE)
    reply = await browser.get("/en/open/geti")
    assert reply.status_code == 503
    assert "takes no answers yet" in pages.words(pages.read(reply.text))


async def test_the_region_is_kept_as_the_group_and_nowhere_else(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring, keys: KeyFolder
) -> None:
    parts = (Part(1, ("KG-C",)), Part(2, ("KG-B",)), Part(WHOLE))
    await _open_box(wiring, keys, Quarter(2026, 2), *parts)
    for region in ("KG-B", "KG-O"):
        browser.cookies.clear()
        form = {**await _form(browser), "quarter": "2026-Q2", "region": region}
        assert (await browser.post(ADDRESS, data=form)).status_code == 303
    async with wiring.ballots.reading() as session:
        kept = sorted(await session.exec(select(Envelope)), key=lambda one: one.group_number)
    assert [envelope.group_number for envelope in kept] == [WHOLE, 2]
    for envelope in kept:
        content = open_content(keys.read(envelope.key_name), envelope.sealed)
        assert (content.closed, content.texts) == ({"overall": "2"}, {})


async def test_regions_in_which_ten_answered_are_shown(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    for n in range(20):
        browser.cookies.clear()
        said = {"overall": "4" if n % 4 < 2 else "2", "region": "KG-B" if n % 2 else "KG-C"}
        sent = await browser.post(ADDRESS, data={**await _form(browser), **said})
        assert sent.status_code == 303
    assert [mixed.count for mixed in await answers.mix(wiring, time.now())] == [10, 10]
    page = pages.read((await browser.get("/en/so-far/geti?quarter=2026-q3")).text)
    (rows,) = page.select("#open-post-inspection-1-regions-overall table.figures tbody")
    shown = {str(row.th.text): row.select("td") for row in rows.select("tr") if row.th}
    for region in ("Batken Region", "Chui Region"):
        cells = [cell.text for cell in shown[region]]
        assert cells[0] == "50%" and "10" in cells


async def test_an_address_that_is_none_is_counted_with_its_like(
    wiring: Wiring, letters: Letters
) -> None:
    for _ in range(PER_DAY):
        async with wiring.ballots.transaction() as session:
            await limiting.count(session, "unix:", NOON)
    with pytest.raises(TooMany):
        async with wiring.ballots.transaction() as session:
            await limiting.count(session, "", NOON)


async def _open_box(wiring: Wiring, keys: KeyFolder, quarter: Quarter, *parts: Part) -> None:
    questionnaire = wiring.shelf.latest("post-inspection")
    name = BoxName("geti", quarter, questionnaire.name, questionnaire.edition, "open")
    async with wiring.ballots.transaction() as session:
        await open_box(
            session,
            keys,
            name,
            edition_hash=questionnaire.hash,
            closes_on=quarter.closes_on,
            zone="Asia/Bishkek",
            parts=parts,
        )
