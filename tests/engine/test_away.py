"""PostgreSQL goes away and comes back: nothing is lost, and nobody has to do anything."""

import asyncio

import psycopg
import pytest

from app.ballots import slot_postgres
from app.ballots.tables import Envelope
from app.lib import postgres
from app.settings import Settings
from app.wiring import Wiring
from tests.browsing import browsing
from tests.engine.server import Server
from tests.faults.answering import count, prepare

pytestmark = pytest.mark.slow  # servers and processes of their own

ANSWERS = {"overall": "4"}


async def test_a_form_that_was_refused_while_the_server_was_away_can_be_sent_again(
    own: Server, settings: Settings, wiring: Wiring
) -> None:
    first, second = await prepare(wiring, 2)
    async with browsing(settings) as browser:
        assert (await browser.post(f"/s/{first}", data=ANSWERS)).status_code == 303
        own.stop("immediate")
        for refused in (
            await browser.post(f"/s/{second}", data=ANSWERS),
            await browser.get(f"/s/{second}"),
        ):
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
            assert "Азыр жооп бере албай турабыз" in refused.text
        assert (await browser.get("/ready")).status_code == 503
        assert (await browser.get("/health")).status_code == 200
        own.start()
        browser.cookies.clear()
        assert (await browser.post(f"/s/{second}", data=ANSWERS)).status_code == 303
        browser.cookies.clear()
        assert (await browser.post(f"/s/{first}", data=ANSWERS)).status_code == 409
        assert (await browser.get("/ready")).status_code == 200
    assert await count(wiring.ballots, Envelope) == 2


async def test_nobody_who_comes_later_notices_that_the_server_was_started_again(
    own: Server, settings: Settings, wiring: Wiring
) -> None:
    first, second = await prepare(wiring, 2)
    async with browsing(settings) as browser:
        assert (await browser.post(f"/s/{first}", data=ANSWERS)).status_code == 303
        own.restart("fast")
        assert (await browser.get(f"/s/{second}")).status_code == 200
        browser.cookies.clear()
        assert (await browser.post(f"/s/{second}", data=ANSWERS)).status_code == 303
        assert (await browser.get("/ready")).status_code == 200


async def test_more_answers_than_connections_wait_for_each_other(
    settings: Settings, wiring: Wiring
) -> None:
    links = await prepare(wiring, 30)
    async with browsing(settings) as browser:
        with _locked(settings) as blocking:
            sending = [asyncio.create_task(_answer(browser, link)) for link in links]
            done, _ = await asyncio.wait(sending, timeout=0.5)
            assert not done
            blocking.rollback()
        assert set(await asyncio.gather(*sending)) == {303}
    assert await count(wiring.ballots, Envelope) == 30


async def test_who_waits_for_too_long_is_asked_to_come_back_and_nothing_is_kept_of_it(
    settings: Settings, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "WAIT", 0.3)
    monkeypatch.setattr(slot_postgres, "_PATIENCE", 0.6)
    links = await prepare(wiring, 30)
    async with browsing(settings) as browser:
        with _locked(settings):
            replies = await asyncio.gather(*(_answer(browser, link) for link in links))
            assert set(replies) == {503}
        assert await count(wiring.ballots, Envelope) == 0
        for start in range(0, 30, 10):
            some = links[start : start + 10]
            assert set(await asyncio.gather(*(_answer(browser, link) for link in some))) == {303}
    assert await count(wiring.ballots, Envelope) == 30


def _locked(settings: Settings) -> psycopg.Connection:
    """Nobody can use a link while this transaction is open."""
    connection = psycopg.connect(settings.ballots_url.replace("+asyncpg", ""))
    connection.execute("LOCK TABLE ballots_spent IN ACCESS EXCLUSIVE MODE")
    return connection


async def _answer(browser: object, link: str) -> int:
    reply = await browser.post(f"/s/{link}", data=ANSWERS)  # type: ignore[attr-defined]
    return int(reply.status_code)
