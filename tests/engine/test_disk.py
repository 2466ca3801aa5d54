"""SQLite's disk is full, or somebody else holds its lock: nothing half, and it goes on after."""

import resource
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.ballots import slot_sqlite
from app.ballots.tables import Envelope, Spent
from app.settings import Settings
from app.wiring import Wiring
from tests.browsing import ORIGIN, browsing
from tests.databases import Template
from tests.engine.serving import serving
from tests.faults.answering import count, prepare
from tests.faults.house import home

ANSWERS = {"overall": "4"}
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def settings(
    people_template: Template, ballots_template: Template, tmp_path: Path, clock: None
) -> Settings:
    return home(people_template.copy(tmp_path), ballots_template.copy(tmp_path), tmp_path / "home")


@pytest.fixture
async def wiring(settings: Settings) -> AsyncIterator[Wiring]:
    wiring = Wiring(settings)
    yield wiring
    await wiring.close()


async def test_a_full_disk_refuses_whole_answers_and_takes_them_when_there_is_room(
    settings: Settings, wiring: Wiring
) -> None:
    links = await prepare(wiring, 6)
    log = Path(f"{wiring.ballots.engine.url.database}-wal")
    async with serving(settings) as served, httpx.AsyncClient(base_url=served.address) as client:
        assert await _send(client, links[0]) == 303
        no_file_grows = (log.stat().st_size, resource.RLIM_INFINITY)
        resource.prlimit(served.pid, resource.RLIMIT_FSIZE, no_file_grows)
        for link in links[1:]:
            assert await _send(client, link) == 503
        assert await count(wiring.ballots, Spent) == await count(wiring.ballots, Envelope) == 1
        assert (await client.get(f"/s/{links[1]}")).status_code == 200
        room = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(served.pid, resource.RLIMIT_FSIZE, room)
        for link in links[1:]:
            assert await _send(client, link) == 303
    assert await count(wiring.ballots, Spent) == await count(wiring.ballots, Envelope) == 6


async def test_who_cannot_get_the_lock_is_asked_to_come_back(
    settings: Settings, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slot_sqlite, "WAIT", 0.2)
    (link,) = await prepare(wiring, 1)
    other = sqlite3.connect(wiring.ballots.engine.url.database or "", isolation_level=None)
    async with browsing(settings) as browser:
        other.execute("BEGIN IMMEDIATE")
        assert await _send(browser, link) == 503
        other.execute("ROLLBACK")
        assert await _send(browser, link) == 303
    other.close()


async def _send(client: httpx.AsyncClient, link: str) -> int:
    client.cookies.clear()
    reply = await client.post(f"/s/{link}", data=ANSWERS, headers={"Origin": ORIGIN})
    assert (reply.status_code == 503) == ("Retry-After" in reply.headers)
    return reply.status_code
