"""From the link in a letter to a kept answer, through the browser."""

import asyncio
import re
from urllib.parse import urlencode

import httpx
import pytest
from sqlmodel import col, delete, func, select

from app.ballots.tables import Envelope, Spent
from app.ballots.tickets import Tickets
from app.lib import clock as time
from app.lib.i18n import LANGUAGES
from app.registry.tables import Site
from app.wiring import Wiring
from tests import pages
from tests.web.public.conftest import AFTER_CLOSE, Letters

ANSWERS = {"overall": "4", "courtesy": "5", "improve": "Алдын ала кабарлагыла."}


async def _kept(wiring: Wiring) -> tuple[int, int]:
    async with wiring.ballots.reading() as session:
        spent = (await session.exec(select(func.count()).select_from(Spent))).one()
        envelopes = (await session.exec(select(func.count()).select_from(Envelope))).one()
    return spent, envelopes


async def test_a_link_takes_one_answer(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    link = letters.link()

    sent = await browser.post(link, data=ANSWERS)

    assert (sent.status_code, sent.headers["location"]) == (303, "/s/thanks")
    assert await _kept(wiring) == (1, 1)
    browser.cookies.clear()
    assert (await browser.get(link)).status_code == 409
    assert (await browser.post(link, data=ANSWERS)).status_code == 409
    assert await _kept(wiring) == (1, 1)


async def test_a_hundred_posts_at_once_leave_one_answer(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    link = letters.link()

    async def post_once() -> int:
        body = urlencode(ANSWERS)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": ""}
        return (await browser.post(link, content=body, headers=headers)).status_code

    statuses = await asyncio.gather(*(post_once() for _ in range(100)))

    assert sorted(set(statuses)) in ([303], [303, 409])
    assert await _kept(wiring) == (1, 1)


async def test_looking_never_uses_a_link(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    link = letters.link()
    for _ in range(200):
        assert (await browser.get(link)).status_code == 200
        assert (await browser.head(link)).status_code == 200
        assert (await browser.post(link)).status_code == 422
    assert await _kept(wiring) == (0, 0)
    assert (await browser.post(link, data=ANSWERS)).status_code == 303


async def test_everybody_gets_the_same_bytes(browser: httpx.AsyncClient, letters: Letters) -> None:
    one, other = [await browser.get(letters.link()) for _ in range(2)]
    assert one.content == other.content


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_small_valid_and_in_its_language(
    browser: httpx.AsyncClient, letters: Letters, language: str
) -> None:
    reply = await browser.get(f"{letters.link()}?lang={language}")
    page = pages.read(reply.text)
    assert page.html and page.html["lang"] == language
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.num_bytes_downloaded <= 14 * 1024
    assert not page.select("script, link[rel=stylesheet], img")
    assert not page.select("input[type=radio][checked]")


async def test_a_kyrgyz_letter_opens_in_kyrgyz(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    page = pages.read((await browser.get(letters.link())).text)
    assert page.html and page.html["lang"] == "ky"


async def test_switching_the_language_keeps_the_answers_and_uses_nothing(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    reply = await browser.post(letters.link(), data={**ANSWERS, "shown": "ky", "lang": "kk"})
    page = pages.read(reply.text)
    assert page.html and page.html["lang"] == "kk"
    assert [tag["value"] for tag in page.select("input[checked]")] == ["5", "4"]
    assert "Алдын ала кабарлагыла." in page.select_one("textarea").text  # type: ignore[union-attr]
    assert await _kept(wiring) == (0, 0)


async def test_an_error_says_what_to_do_and_loses_nothing(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    reply = await browser.post(letters.link(), data={"courtesy": "5", "shown": "en"})
    page = pages.read(reply.text)
    assert reply.status_code == 422
    assert page.title and page.title.text.startswith("Error: ")
    summary = page.select_one(".errors")
    assert summary and summary.select_one("a[href='#overall']")
    assert page.select_one("#f-overall.wrong")
    assert [tag["value"] for tag in page.select("input[checked]")] == ["5"]


async def test_the_thank_you_survives_a_reload_and_a_double_click_for_two_minutes(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    link = letters.link()
    await browser.post(link, data={**ANSWERS, "shown": "en"})
    again = await browser.post(link, data=ANSWERS)
    assert (again.status_code, again.headers["location"]) == (303, "/s/thanks")
    for _ in range(2):
        page = pages.read((await browser.get("/s/thanks")).text)
        assert "Thank you" in pages.words(page)
        assert "on the sites of the inspectorate and of its ministry: " in pages.words(page)
    code = page.select_one(".code")
    assert code and re.fullmatch(r"[0-9a-f]{16}", code.text)
    assert await _kept(wiring) == (1, 1)
    async with wiring.people.transaction() as session:
        await session.exec(delete(Site).where(col(Site.owner) == "ministry"))
    page = pages.read((await browser.get("/s/thanks")).text)
    assert "on the site of the inspectorate: " in pages.words(page)
    time.step_to(AFTER_CLOSE)
    assert (await browser.get("/s/thanks")).status_code == 410


async def test_a_closed_box_takes_nothing(
    browser: httpx.AsyncClient, letters: Letters, wiring: Wiring
) -> None:
    link = letters.link()
    time.step_to(AFTER_CLOSE)
    assert (await browser.get(link)).status_code == 410
    assert (await browser.post(link, data=ANSWERS)).status_code == 410
    assert await _kept(wiring) == (0, 0)


async def test_a_forged_link_is_not_found(browser: httpx.AsyncClient, letters: Letters) -> None:
    real = letters.link()
    forged = f"/s/{Tickets(['another signing key ' * 3]).issue(letters.box_id, 1)}"
    for link in (forged, real[:-1], real + "A", real + "%0A", "/s/x", "/s/" + "ы" * 80):
        assert (await browser.get(link)).status_code == 404
        assert (await browser.post(link, data=ANSWERS)).status_code == 404


async def test_a_used_link_says_so_in_the_language_of_the_letter(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    link = letters.link()
    await browser.post(link, data=ANSWERS)
    browser.cookies.clear()
    page = pages.read((await browser.get(f"{link}?lang=ru")).text)
    assert page.html and page.html["lang"] == "ru"
    assert page.select_one("footer a[href='/ru/']"), "no way on"


async def test_the_ticket_does_not_leave_in_a_referrer(
    browser: httpx.AsyncClient, letters: Letters
) -> None:
    reply = await browser.get(letters.link())
    assert reply.headers["referrer-policy"] == "strict-origin"
    assert reply.headers["cache-control"] == "no-store"
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize("hostile", ["<script>x</script>", '"><img src=x>', "{{ 7*7 }}", "' OR 1"])
async def test_what_was_entered_comes_back_as_text(
    browser: httpx.AsyncClient, letters: Letters, hostile: str
) -> None:
    reply = await browser.post(letters.link(), data={"improve": hostile, "shown": "ru"})
    area = pages.read(reply.text).select_one("textarea")
    assert area and area.text == hostile


async def test_too_large_a_form_is_refused(browser: httpx.AsyncClient, letters: Letters) -> None:
    reply = await browser.post(letters.link(), data={"improve": "a" * 100_000})
    assert reply.status_code == 413
