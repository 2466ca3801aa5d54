"""Lines that are lost, servers that are gone, workers that are killed: no letter goes astray."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from app.lib import clock
from app.lib.db import Database
from app.mail import states
from app.mail.claiming import claim, tidy
from app.mail.delivering import Delivered, deliver_due
from app.mail.marking import Marking, Outcome
from app.mail.outbox import Outbox
from app.mail.relay import Relay
from tests.making.mail import (
    DROP,
    TAKE_AND_DROP,
    TAKEN,
    Mailbox,
    deliver,
    letter,
    make_draft,
    pass_time,
    post,
    written,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
async def test_a_line_lost_before_the_letter_was_given_defers_it(
    people: Database, outbox: Outbox, server: Mailbox, verb: str
) -> None:
    server.script = lambda at, _to: DROP if at == verb else TAKEN
    (posted,) = await post(people, outbox, make_draft())
    assert await deliver(people, outbox, server) == Delivered(deferred=1)
    assert (await letter(people, posted)).state == states.DEFERRED


async def test_an_idle_line_that_the_server_closed_is_made_again(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    answers = iter([TAKEN, "421 too many letters on one connection", TAKEN])
    server.script = lambda verb, _to: next(answers) if verb == "MAIL" else TAKEN
    await post(people, outbox, make_draft("a@mail.kg"), make_draft("b@mail.kg"))
    relay = Relay(server.url, connections=1)
    assert await deliver_due(people, outbox, relay, worker="w1") == Delivered(sent=2)
    assert server.connections == 2


@pytest.mark.parametrize("ending", [DROP, TAKE_AND_DROP])
async def test_a_line_lost_after_the_letter_was_given_leaves_it_unknown_then_repeats_it_once(
    people: Database, outbox: Outbox, server: Mailbox, ending: str
) -> None:
    server.script = lambda verb, _to: ending if verb == "DATA" else TAKEN
    (posted,) = await post(people, outbox, make_draft())
    assert await deliver(people, outbox, server) == Delivered(unknown=1)
    pass_time(minutes=9)
    assert await deliver(people, outbox, server) == Delivered()

    server.script = lambda _verb, _to: TAKEN
    pass_time(minutes=2)
    assert await deliver(people, outbox, server) == Delivered(sent=1)

    ids = {taken["Message-ID"] for taken in server.letters}
    assert len(ids) == 1
    assert len(server.letters) == (2 if ending == TAKE_AND_DROP else 1)
    assert all("https://pikir.test/s/abc" in written(taken) for taken in server.letters)
    assert (await letter(people, posted)).resent


@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
@pytest.mark.parametrize("nonsense", ["354 go on", "123 what", "000 0", "я не понимаю"])
async def test_nonsense_before_the_letter_was_given_is_a_lost_line(
    people: Database, outbox: Outbox, server: Mailbox, verb: str, nonsense: str
) -> None:
    server.script = lambda at, _to: nonsense if at == verb else TAKEN
    (posted,) = await post(people, outbox, make_draft())
    assert await deliver(people, outbox, server) == Delivered(deferred=1)
    assert (await letter(people, posted)).state == states.DEFERRED


@pytest.mark.parametrize("nonsense", ["354 go on", "123 what", "000 0", "я не понимаю"])
async def test_nonsense_after_the_letter_was_given_is_no_receipt(
    people: Database, outbox: Outbox, server: Mailbox, nonsense: str
) -> None:
    server.script = lambda at, _to: nonsense if at == "DATA" else TAKEN
    (posted,) = await post(people, outbox, make_draft())
    assert await deliver(people, outbox, server) == Delivered(unknown=1)
    assert (await letter(people, posted)).state == states.UNKNOWN


async def test_a_worker_that_was_held_up_does_not_give_the_letter_any_more(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    def hold_up(verb: str, _to: str) -> str:
        if verb == "RCPT":
            pass_time(minutes=6)
        return TAKEN

    server.script = hold_up
    await post(people, outbox, make_draft())
    assert await deliver(people, outbox, server) == Delivered(deferred=1)
    assert not server.envelopes


async def test_a_letter_whose_worker_dies_again_and_again_is_not_given_up_for_it(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    (posted,) = await post(people, outbox, make_draft())
    for _ in range(4):
        async with people.transaction() as session:
            (taken,) = await claim(session, "dying", clock.now(), limit=1)
        assert await Marking(people, "dying").step([], taken)
        pass_time(minutes=16)
        await deliver(people, outbox, server)
        assert (await letter(people, posted)).state == states.UNKNOWN
        pass_time(minutes=12)
        async with people.transaction() as session:
            await tidy(session, clock.now())
    assert await deliver(people, outbox, server) == Delivered(sent=1)


async def test_a_second_unknown_outcome_fails_visibly(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = lambda verb, _to: TAKE_AND_DROP if verb == "DATA" else TAKEN
    (posted,) = await post(people, outbox, make_draft())
    for _ in range(3):
        await deliver(people, outbox, server)
        pass_time(minutes=11)
    failed = await letter(people, posted)
    assert (failed.state, failed.reply) == (states.FAILED, states.LOST_TWICE)
    assert len(server.envelopes) == 2


async def killed_after_the_last_byte(people: Database, outbox: Outbox, server: Mailbox) -> None:
    """A worker with one line is killed while the server makes up its mind."""
    given, take = asyncio.Event(), server.handle_DATA

    async def ponder(*_: object) -> str:
        given.set()
        await asyncio.Event().wait()
        return TAKEN

    server.handle_DATA = ponder  # type: ignore[assignment]
    relay = Relay(server.url, connections=1)
    worker = asyncio.create_task(deliver_due(people, outbox, relay, worker="killed"))
    await asyncio.wait_for(given.wait(), timeout=10)
    worker.cancel()
    await asyncio.wait([worker])
    server.handle_DATA = take  # type: ignore[method-assign]


async def test_a_worker_killed_after_the_last_byte_leaves_one_repeat_at_most(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    (posted,) = await post(people, outbox, make_draft())
    await killed_after_the_last_byte(people, outbox, server)
    assert (await letter(people, posted)).state == states.SENDING

    assert await deliver(people, outbox, server) == Delivered()
    pass_time(minutes=16)
    assert await deliver(people, outbox, server) == Delivered()
    assert (await letter(people, posted)).state == states.UNKNOWN
    pass_time(minutes=11)
    assert await deliver(people, outbox, server) == Delivered(sent=1)


async def test_a_worker_that_stops_gives_back_what_it_had_not_begun(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    posted = await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(9)))
    await killed_after_the_last_byte(people, outbox, server)
    now = Counter([(await letter(people, one)).state for one in posted])
    assert now == {states.SENDING: 1, states.QUEUED: 8}


async def test_a_worker_that_comes_back_late_may_neither_send_nor_mark(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    (posted,) = await post(people, outbox, make_draft())
    async with people.transaction() as session:
        (late,) = await claim(session, "late", clock.now(), limit=1)
    pass_time(minutes=16)
    assert await deliver(people, outbox, server) == Delivered(sent=1)

    marking = Marking(people, "late")
    assert not await marking.step([], late)
    await marking.step([Outcome(late, states.FAILED, "550 no")], None)
    await marking.release([late])
    assert (await letter(people, posted)).state == states.SENT


async def test_a_dead_server_is_left_alone_for_a_minute_and_no_letter_suffers(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    posted = await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(20)))
    dead = Relay("smtp://127.0.0.1:9")
    assert await deliver_due(people, outbox, dead, worker="w1") == Delivered()
    assert dead.is_resting()
    found = [await letter(people, one) for one in posted]
    assert {one.state for one in found} == {states.QUEUED}
    assert sum(one.reply is not None for one in found) < 10
    assert {one.deferrals for one in found} == {0}

    pass_time(minutes=2)
    assert not dead.is_resting()
    assert await deliver(people, outbox, server) == Delivered(sent=20)


async def test_a_worker_held_up_between_its_mark_and_the_server_gives_nothing_any_more(
    people: Database, outbox: Outbox, server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    (posted,) = await post(people, outbox, make_draft())
    step = Marking.step

    async def slow(marking: Marking, *marks: Any) -> datetime | None:
        until = await step(marking, *marks)
        pass_time(minutes=16)
        return until

    monkeypatch.setattr(Marking, "step", slow)
    assert await deliver(people, outbox, server) == Delivered(deferred=1)
    assert server.envelopes == []
    assert (await letter(people, posted)).reply == "This took too long"
