"""Letters against a real SMTP server that takes, defers and refuses."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import select

from app.lib import clock
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.delivering import Delivered, deliver_due
from app.mail.outbox import Outbox, erase
from app.mail.relay import Relay
from app.mail.suppressing import suppress
from app.mail.tables import Suppression
from tests.making.mail import (
    TAKEN,
    Mailbox,
    deliver,
    letter,
    make_draft,
    pass_time,
    post,
    print_of,
)

pytestmark = pytest.mark.usefixtures("clock")


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
    # Who refuses the address may be wrong about it: then the letter goes out again.
    assert (failed.payload is None) == (verb != "RCPT")


@pytest.mark.parametrize(
    ("verb", "words", "reasons"),
    [
        ("RCPT", "550 5.1.1 <aida@mail.kg>: no such user", ["hard"]),
        ("RCPT", "550 5.7.1 No such user!", ["hard"]),  # Yandex
        ("RCPT", "552 5.2.2 mailbox full", []),
        ("RCPT", "554 5.7.1 Client host blocked using a block list", []),
        ("RCPT", "550 5.1.8 Sender address rejected: user unknown", []),
        ("MAIL", "550 5.1.1 user unknown", []),  # it is the sender that is named there
        ("RCPT", "450 4.1.1 user unknown", []),
    ],
)
async def test_an_address_that_the_relay_knows_not_to_exist_gets_no_more_letters(
    people: Database, outbox: Outbox, server: Mailbox, verb: str, words: str, reasons: list[str]
) -> None:
    server.script = lambda at, _to: words if at == verb else TAKEN
    first, again = await post(people, outbox, make_draft(), make_draft())
    await deliver(people, outbox, server)
    async with people.reading() as session:
        suppressed = list(await session.exec(select(Suppression)))
    assert [one.reason for one in suppressed] == reasons
    assert {one.to_print for one in suppressed} <= {print_of("aida@mail.kg")}
    bounce = Kind.HARD if reasons else None
    assert [(await letter(people, one)).bounce for one in (first, again)] == [bounce, bounce]


async def test_a_refusal_does_not_spoil_the_line_for_the_next_letter(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = lambda _verb, to: "550 no" if to.startswith("bad") else TAKEN
    names = ["bad1", "good1", "bad2", "good2"]
    await post(people, outbox, *(make_draft(f"{name}@mail.kg") for name in names))
    relay = Relay(server.url, connections=1)
    ran = await deliver_due(people, outbox, relay, worker="w1")
    assert (ran, server.connections) == (Delivered(sent=2, failed=2), 1)


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
