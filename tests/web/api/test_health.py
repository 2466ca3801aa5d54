"""What a load balancer asks."""

from dataclasses import replace

import httpx
import pytest

from app.lib.clock import now
from app.lib.db import Database
from app.mail.holding import hold
from app.settings import Settings
from tests.browsing import browsing


async def test_a_running_process_is_healthy_and_ready(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/health")).json() == {"status": "ok"}
    reply = await browser.get("/ready")
    assert (reply.status_code, reply.json()) == (200, {"people": "ok", "ballots": "ok"})


@pytest.mark.parametrize(
    "gone", ["sqlite+aiosqlite:////no/such/folder/x", "postgresql+asyncpg://x@127.0.0.1:9/x"]
)
async def test_a_process_without_its_people_is_healthy_but_not_ready(
    settings: Settings, gone: str
) -> None:
    async with browsing(replace(settings, database_url=gone)) as browser:
        assert (await browser.get("/health")).status_code == 200
        reply = await browser.get("/ready")
    assert (reply.status_code, reply.json()) == (503, {"people": "unreachable", "ballots": "ok"})


async def test_letters_held_back_after_a_restore_are_seen_and_the_pages_go_on(
    browser: httpx.AsyncClient, people: Database
) -> None:
    async with people.transaction() as session:
        await hold(session, now(), [])
    reply = await browser.get("/ready")
    assert (reply.status_code, reply.json()["sending"]) == (200, "held after a restore")
