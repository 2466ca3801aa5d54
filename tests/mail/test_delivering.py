"""Letters against a real SMTP server that takes, defers, refuses, and breaks off."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from app.lib import clock
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail import states
from app.mail.claiming import claim
from app.mail.delivering import Delivered, deliver_due
from app.mail.marking import Marking, Outcome
from app.mail.outbox import Outbox, erase
from app.mail.relay import Relay
from app.mail.suppressing import suppress
from tests.making.mail import (
    DROP,
    TAKE_AND_DROP,
    TAKEN,
    Mailbox,
    letter,
    make_draft,
    make_outbox,
    post,
    print_of,
    smtp_server,
    written,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
async def server() -> AsyncIterator[Mailbox]:
    async with smtp_server() as mailbox:
        yield mailbox


@pytest.fixture
def outbox(keys: KeyFolder) -> Outbox:
    return make_outbox(keys)


async def deliver(database: Database, outbox: Outbox, server: Mailbox) -> Delivered:
    return await deliver_due(database, outbox, Relay(server.url), worker="w1")


def pass_time(**time: float) -> None:
    clock.step_to(clock.now() + timedelta(**time))


async def test_a_due_letter_is_sent_and_its_payload_erased(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    (posted,) = await post(people, outbox, make_draft())

    assert await deliver(people, outbox, server) == Delivered(sent=1)

    sent = await letter(people, posted)
    assert (sent.state, sent.payload, sent.worker) == (states.SENT, None, None)
    assert sent.sent_at
    assert server.recipients == ["aida@mail.kg"]


async def test_a_letter_waits_for_its_moment(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    await post(people, outbox, make_draft(), due_at=clock.now() + timedelta(hours=1))
    assert await deliver(people, outbox, server) == Delivered()
    pass_time(hours=2)
    assert await deliver(people, outbox, server) == Delivered(sent=1)


async def test_a_kept_payload_outlives_the_sending_until_it_is_erased(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    (posted,) = await post(people, outbox, make_draft(), kept=True)
    await deliver(people, outbox, server)
    assert outbox.open(await letter(people, posted)) == make_draft()

    async with people.transaction() as session:
        await erase(session, [posted.id])
    assert (await letter(people, posted)).payload is None


async def test_four_workers_send_each_of_200_letters_once(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    await post(people, outbox, *(make_draft(f"firm{n}@mail.kg") for n in range(200)))

    async def work(name: str) -> int:
        sent = 0
        while ran := await deliver_due(people, outbox, Relay(server.url), worker=name, limit=20):
            if ran == Delivered():
                break
            sent += ran.sent
        return sent

    sent = await asyncio.gather(*(work(f"w{n}") for n in range(4)))

    assert sum(sent) == 200
    assert Counter(server.recipients) == Counter(f"firm{n}@mail.kg" for n in range(200))


async def test_many_letters_share_a_few_connections(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    await post(people, outbox, *(make_draft(f"firm{n}@mail.kg") for n in range(30)))
    relay = Relay(server.url, connections=3)
    assert (await deliver_due(people, outbox, relay, worker="w1")).sent == 30
    assert server.connections == 3


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
async def test_a_deferred_letter_is_tried_again_for_72_hours(
    people: Database, outbox: Outbox, server: Mailbox, verb: str
) -> None:
    server.script = lambda at, _to: "451 4.7.1 greylisted <aida@mail.kg>" if at == verb else TAKEN
    (posted,) = await post(people, outbox, make_draft())
    first, waits = clock.now(), []
    while (await deliver(people, outbox, server)).deferred:
        now = await letter(people, posted)
        assert now.state == states.DEFERRED
        assert now.reply == "451 4.7.1 greylisted <…>"
        waits.append(round((now.due_at - clock.now()).total_seconds() / 60))
        clock.step_to(now.due_at)
    assert waits == [6, 15, 30, 60, 120, 240] + 8 * [480]
    assert timedelta(hours=71) < clock.now() - first < timedelta(hours=72)
    given_up = await letter(people, posted)
    assert given_up.state == states.FAILED
    assert given_up.reply == "451 4.7.1 greylisted <…>"


async def test_a_greylisted_letter_goes_out_at_the_next_try(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = lambda verb, _to: "450 later" if verb == "RCPT" else TAKEN
    await post(people, outbox, make_draft())
    await deliver(people, outbox, server)
    server.script = lambda _verb, _to: TAKEN
    assert await deliver(people, outbox, server) == Delivered()
    pass_time(minutes=7)
    assert await deliver(people, outbox, server) == Delivered(sent=1)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
async def test_a_refused_letter_fails_with_the_servers_words_but_no_address(
    people: Database, outbox: Outbox, server: Mailbox, verb: str
) -> None:
    server.script = lambda at, _to: (
        "550 5.1.1 <aida@mail.kg>: no such user" if at == verb else TAKEN
    )
    (posted,) = await post(people, outbox, make_draft())
    assert await deliver(people, outbox, server) == Delivered(failed=1)
    failed = await letter(people, posted)
    assert (failed.state, failed.reply) == (states.FAILED, "550 5.1.1 <…>: no such user")
    assert failed.payload is None


async def test_a_refusal_does_not_spoil_the_line_for_the_next_letter(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = lambda _verb, to: "550 no" if to.startswith("bad") else TAKEN
    names = ["bad1", "good1", "bad2", "good2"]
    await post(people, outbox, *(make_draft(f"{name}@mail.kg") for name in names))
    relay = Relay(server.url, connections=1)
    ran = await deliver_due(people, outbox, relay, worker="w1")
    assert (ran, server.connections) == (Delivered(sent=2, failed=2), 1)


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


async def test_a_server_that_wants_a_password_fails_no_letter(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = lambda verb, _to: "530 5.7.0 sign in first" if verb == "MAIL" else TAKEN
    posted = await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(9)))
    relay = Relay(server.url, connections=1)
    assert await deliver_due(people, outbox, relay, worker="w1") == Delivered()
    assert relay.is_resting()
    assert {(await letter(people, one)).state for one in posted} == {states.QUEUED}


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (make_draft(subject="Two\r\nBcc: everybody@mail.kg"), states.CONTROL_CHARACTER),
        (make_draft(subject="Two\u2028lines"), states.CONTROL_CHARACTER),
        (make_draft(sender_name="A\x00B"), states.CONTROL_CHARACTER),
        (make_draft(to="aida@mail.kg\r\nRCPT TO:<x@mail.kg>"), states.CONTROL_CHARACTER),
        (make_draft(text="half a \ud83d"), states.CONTROL_CHARACTER),
        (make_draft(to="nobody"), states.NO_ADDRESS),
    ],
)
async def test_a_letter_that_cannot_be_built_fails_with_a_reason(
    people: Database, outbox: Outbox, server: Mailbox, draft: object, reason: str
) -> None:
    (posted,) = await post(people, outbox, draft)  # type: ignore[arg-type]
    assert await deliver(people, outbox, server) == Delivered(failed=1)
    failed = await letter(people, posted)
    assert (failed.state, failed.reply) == (states.FAILED, reason)
    assert not server.envelopes


async def test_a_letter_whose_key_is_destroyed_fails_with_a_reason(
    people: Database, outbox: Outbox, server: Mailbox, keys: KeyFolder
) -> None:
    (posted,) = await post(people, outbox, make_draft())
    keys.destroy(posted.payload_key)
    assert await deliver(people, outbox, server) == Delivered(failed=1)
    assert (await letter(people, posted)).reply == states.KEY_DESTROYED


async def test_a_suppressed_address_gets_nothing_that_it_may_refuse(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    invitation, sign_in = await post(
        people, outbox, make_draft(), make_draft(kind="sign_in", list_unsubscribe=None)
    )
    async with people.transaction() as session:
        await suppress(session, print_of("aida@mail.kg"), "unsubscribed")
        await suppress(session, print_of("aida@mail.kg"), "unsubscribed")
    assert await deliver(people, outbox, server) == Delivered(sent=1)
    assert (await letter(people, invitation)).state == states.SUPPRESSED
    assert (await letter(people, invitation)).payload is None
    assert (await letter(people, sign_in)).state == states.SENT


async def test_an_address_outside_ascii_goes_to_a_server_that_takes_it(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    await post(people, outbox, make_draft("айда@пример.кг"))
    assert await deliver(people, outbox, server) == Delivered(sent=1)
    assert server.recipients == ["айда@xn--e1afmkfd.xn--c1an"]
