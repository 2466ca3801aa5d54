"""The jobs that end things, and the watch, as the worker runs them."""

import logging
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.ballots.content import Content
from app.ballots.tickets import Ticket
from app.lib import clock as time
from app.lib.db import Database
from app.work import endings
from tests.browsing import browsing
from tests.installation import Installation, installation

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday


@pytest.fixture
async def geti(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> AsyncIterator[Installation]:
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as running:
        await running.record(date(2026, 7, 20), 2)
        time.step_to(MORNING + timedelta(hours=24))
        yield running


async def test_the_watch_is_silent_until_somebody_makes_a_ticket(
    geti: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    links = await geti.write()
    async with browsing(geti.wiring.settings) as browser:
        for link in links:
            browser.cookies.clear()
            assert (await browser.post(link, data={"overall": "4"})).status_code == 303
    assert await endings.watch(geti.wiring, time.now()) == []
    ticket = geti.wiring.tickets.read(links[0].removeprefix("/s/").split("?")[0])
    made = Ticket(secrets.token_bytes(16), ticket.box_id, ticket.group_number)
    await geti.wiring.casting.start()
    await geti.wiring.casting.cast(made, Content({"overall": "1"}, {}, "code"), time.now())
    with caplog.at_level(logging.ERROR):
        (breach,) = await endings.watch(geti.wiring, time.now())
    assert (breach.box_id, breach.used, breach.letters) == (ticket.box_id, 3, 2)
    assert f"Box {ticket.box_id}: 3 tickets were used" in caplog.text


async def test_addresses_are_sealed_anew_only_while_there_is_an_older_key(
    geti: Installation,
) -> None:
    assert await endings.reseal_addresses(geti.wiring, time.now()) == 0
    keys = (*geti.wiring.settings.email_keys, Fernet.generate_key().decode())
    object.__setattr__(geti.wiring.settings, "email_keys", keys)
    del geti.wiring.__dict__["addresses"]
    assert await endings.reseal_addresses(geti.wiring, time.now()) == 2
    assert await endings.reseal_addresses(geti.wiring, time.now()) == 0
    assert len(await geti.write()) == 2
