"""Telling other systems of releases keeps the worker from nothing else."""

import asyncio
import time
from datetime import datetime

import pytest
from sqlmodel import select

from app import work
from app.lib import clock as the_clock
from app.publications.tables import WebhookMessage
from app.publications.webhooks import managing, sending
from app.publications.webhooks.managing import Wanted
from app.publications.webhooks.signing import Vault
from app.wiring import Wiring
from app.work import JOBS, Job, webhooks
from tests.installation import Installation
from tests.making.webhooks import receiving, say_nothing

PATIENCE = 1.5  # seconds


async def test_a_server_that_never_answers_delays_no_other_job(
    geti: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring, stop, began = geti.wiring, asyncio.Event(), time.monotonic()
    turns: list[float] = []

    async def other(_wiring: Wiring, _now: datetime) -> None:
        turns.append(time.monotonic() - began)
        if len(turns) == 3:
            stop.set()

    [telling] = [job for job in JOBS if job.act is webhooks.tell]
    monkeypatch.setattr(work, "JOBS", (telling, Job("other", 0.0, other)))
    monkeypatch.setattr(work, "_TICK", 0.05)
    monkeypatch.setattr(sending, "PATIENCE", PATIENCE)
    async with receiving() as receiver:
        receiver.behaviours = [say_nothing]
        now, vault = the_clock.now(), Vault(wiring.settings.pepper)
        async with wiring.people.transaction() as session:
            await managing.add(session, vault, Wanted(receiver.url, None), now, is_demo=True)
            [told] = await managing.every(session)
            await managing.try_out(session, told.webhook.id, now)
        await asyncio.wait_for(work.run(wiring, stop), 10)
    assert max(turns) < PATIENCE
    async with wiring.people.reading() as session:
        message = (await session.exec(select(WebhookMessage))).one()
    assert (message.tries, message.fault) == (1, "too slow")  # waited for before the worker ended
