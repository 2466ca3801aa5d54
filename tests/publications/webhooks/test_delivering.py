"""Messages about releases: queued with the release, signed, tried again, given up."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.lib import clock as time
from app.lib.db import Database
from app.publications.tables import Release, Webhook, WebhookMessage
from app.publications.webhooks import sending
from app.publications.webhooks.delivering import PAUSES, deliver_due
from app.publications.webhooks.queueing import queue
from app.registry.tables import Inspectorate
from app.web.api.examples import CHECKING
from tests.making.registry import make_inspectorate
from tests.making.webhooks import (
    Behaviour,
    Receiver,
    hang_up,
    head_without_end,
    say_nothing,
    status,
    talk_without_end,
)
from tests.publications.webhooks.conftest import DEMO, NOW, hook


async def publish(people: Database, inspectorate: Inspectorate, revision: int = 1) -> None:
    release = Release(
        inspectorate_id=inspectorate.id,
        quarter="2026-Q3",
        revision=revision,
        published_at=NOW,
        document="{}",
        digest="d" * 64,
    )
    async with people.transaction() as session:
        session.add(release)
        await queue(session, inspectorate, release)


async def messages(people: Database) -> list[WebhookMessage]:
    async with people.reading() as session:
        return list(await session.exec(select(WebhookMessage)))


async def test_a_release_is_told_with_a_signature_that_the_documented_check_accepts(
    people: Database, geti: Inspectorate, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = await hook(people, receiver.url, geti)
    await publish(people, geti)
    assert await deliver_due(people, DEMO, NOW) == 1
    [got] = receiver.received
    assert got.line == "POST /hook?key=1 HTTP/1.1"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    said = json.loads(got.body)
    assert said["type"] == "release.published"
    assert said["data"] == {
        "inspectorate": "geti",
        "period": "2026-Q3",
        "revision": 1,
        "digest": "d" * 64,
        "href": "http://pikir.test/api/v1/releases/geti/2026-q3",
    }
    checking: dict[str, Any] = {}
    exec(CHECKING, checking)  # noqa: S102  what the page tells integrators to copy
    checking["time"] = Stopped(NOW)
    assert checking["is_genuine"](secret, got.headers, got.body)
    assert not checking["is_genuine"](secret, got.headers, got.body + b" ")
    other = await hook(people, f"{receiver.url}&other", geti)
    assert not checking["is_genuine"](other, got.headers, got.body)
    checking["time"] = Stopped(NOW + timedelta(minutes=6))
    assert not checking["is_genuine"](secret, got.headers, got.body)
    [message] = [one for one in await messages(people) if one.state == "delivered"]
    assert (message.tries, message.fault) == (1, "")
    assert await deliver_due(people, DEMO, NOW + timedelta(days=1)) == 0


class Stopped:
    """A clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def time(self) -> float:
        return self._at.timestamp()


async def test_who_is_told_of_what(
    people: Database, geti: Inspectorate, receiver: Receiver
) -> None:
    async with people.transaction() as session:
        consumer = await make_inspectorate(session, "consumer", "KZ")
    await hook(people, f"{receiver.url}&geti", geti)
    await hook(people, f"{receiver.url}&all")
    await publish(people, geti)
    await publish(people, geti, revision=2)
    await publish(people, consumer)
    await deliver_due(people, DEMO, NOW)
    told = {
        (
            got.line.split("&")[1].split(" ")[0],
            *list(json.loads(got.body)["data"].values())[::2][:2],
        )
        for got in receiver.received
    }
    assert len(receiver.received) == 5
    assert told == {("geti", "geti", 1), ("geti", "geti", 2), ("all", "geti", 1),
                    ("all", "geti", 2), ("all", "consumer", 1)}  # fmt: skip


async def test_a_release_that_is_taken_back_tells_nobody(
    people: Database, geti: Inspectorate, receiver: Receiver
) -> None:
    await hook(people, receiver.url)
    with pytest.raises(RuntimeError):
        async with people.transaction() as session:
            release = Release(
                inspectorate_id=geti.id, quarter="2026-Q3", published_at=NOW, document="", digest=""
            )
            await queue(session, geti, release)
            raise RuntimeError
    assert await messages(people) == []


@pytest.mark.parametrize(
    ("behaviour", "fault"),
    [
        (status(500), "status 500"),
        (status(404), "status 404"),
        (status(302, "Location: http://127.0.0.1:1/other"), "status 302"),
        (hang_up, "no line"),
        (say_nothing, "too slow"),
        (head_without_end, "no line"),
    ],
)
async def test_what_is_not_taken_comes_again_with_the_same_id_and_bytes(
    people: Database,
    geti: Inspectorate,
    receiver: Receiver,
    behaviour: Behaviour,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", 1.0 if fault == "too slow" else 20.0)
    receiver.behaviours = [behaviour]
    await hook(people, receiver.url)
    await publish(people, geti)
    await deliver_due(people, DEMO, NOW)
    [message] = await messages(people)
    assert (message.state, message.fault) == ("waiting", fault)
    assert await deliver_due(people, DEMO, NOW) == 0
    assert await deliver_due(people, DEMO, NOW + timedelta(seconds=60)) == 1
    first, second = receiver.received
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


async def test_a_reply_without_end_is_not_read(
    people: Database, geti: Inspectorate, receiver: Receiver
) -> None:
    receiver.behaviours = [talk_without_end]
    await hook(people, receiver.url)
    await publish(people, geti)
    async with asyncio.timeout(5):
        await deliver_due(people, DEMO, NOW)
    assert [one.state for one in await messages(people)] == ["delivered"]


async def test_after_nine_repetitions_it_is_given_up(
    people: Database, geti: Inspectorate, receiver: Receiver
) -> None:
    receiver.behaviours = [status(503)] * 20
    await hook(people, receiver.url)
    await publish(people, geti)
    at = NOW
    for pause in (*PAUSES, timedelta(days=9)):
        time.step_to(at)
        assert await deliver_due(people, DEMO, at) == 1
        at += pause + timedelta(seconds=2)
    assert len(receiver.received) == 10
    [message] = await messages(people)
    assert (message.state, message.fault, message.tries) == ("given_up", "status 503", 10)
    assert await deliver_due(people, DEMO, at) == 0


async def test_410_ends_it_for_good(
    people: Database, geti: Inspectorate, receiver: Receiver
) -> None:
    receiver.behaviours = [status(410)]
    await hook(people, receiver.url)
    await publish(people, geti)
    await deliver_due(people, DEMO, NOW)
    await publish(people, geti, revision=2)
    assert [one.state for one in await messages(people)] == ["given_up"]
    async with people.reading() as session:
        [webhook] = await session.exec(select(Webhook))
    assert webhook.ended_at


async def test_a_try_whose_worker_died_is_made_again(
    people: Database, geti: Inspectorate, receiver: Receiver
) -> None:
    """Killed while it waits for the reply: nothing is lost, and the id tells the double."""
    receiver.behaviours = [say_nothing]
    await hook(people, receiver.url)
    await publish(people, geti)
    dying = asyncio.create_task(deliver_due(people, DEMO, NOW))
    await receiver.first.wait()
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    assert await deliver_due(people, DEMO, NOW + timedelta(seconds=30)) == 0
    assert await deliver_due(people, DEMO, NOW + timedelta(seconds=61)) == 1
    assert len({got.headers["webhook-id"] for got in receiver.received}) == 1
    assert [one.state for one in await messages(people)] == ["delivered"]


async def test_two_workers_send_a_message_once(
    people: Database, geti: Inspectorate, receiver: Receiver
) -> None:
    for n in range(4):
        await hook(people, f"{receiver.url}&{n}")
    await publish(people, geti)
    tried = await asyncio.gather(*(deliver_due(people, DEMO, NOW) for _worker in range(3)))
    assert sum(tried) == len(receiver.received) == 4
