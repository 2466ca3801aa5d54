"""The worker's job that reads the bounce mailbox."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.lib import clock
from app.lib.db import Database
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.wiring import Wiring
from app.work import bounces
from tests.installation import make_settings
from tests.mail.bounces.test_receiving import send
from tests.making.bounces import sample
from tests.making.imap import Store, imap_server
from tests.making.mail import letter as now_of


@pytest.fixture
def store() -> Iterator[Store]:
    with imap_server() as store:
        yield store


@pytest.fixture
async def wiring(people: Database, store: Store, tmp_path: Path) -> AsyncIterator[Wiring]:
    settings = make_settings(people.url, "sqlite+aiosqlite:///none", tmp_path, "smtp://127.0.0.1")
    wiring = Wiring(replace(settings, bounces_url=store.url))
    yield wiring
    await wiring.close()


async def test_a_round_reads_the_mailbox_and_says_how_many_wait_for_people(
    wiring: Wiring, people: Database, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    letter = await send(people, wiring.outbox)
    store.put(sample("exim-01").about(wiring.outbox.names.of(letter.id)), b"buy now")
    with caplog.at_level(logging.INFO, "pikir"):
        counted = await bounces.read(wiring, clock.now())
    assert counted == Counter({Kind.HARD: 1, Kind.UNSIGNED: 1})
    assert (await now_of(people, letter)).state == states.BOUNCED
    assert "1 hard, 1 unsigned" in caplog.text
    assert "for people to read: 1" in caplog.text


async def test_a_mailbox_that_cannot_be_read_is_told_and_tried_again(
    wiring: Wiring, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.refuses = "SELECT"
    assert await bounces.read(wiring, clock.now()) == Counter()
    assert "cannot be read: not today" in caplog.text


async def test_without_a_mailbox_there_is_nothing_to_do(wiring: Wiring) -> None:
    without = Wiring(replace(wiring.settings, bounces_url=None))
    assert await bounces.read(without, clock.now()) == Counter()
    await without.close()
