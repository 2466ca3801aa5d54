"""A mail server that cannot be reached is left alone, and tried again with one letter."""

import pytest

from app.lib.db import Database
from app.mail.breaking import Breaker
from app.mail.delivering import Delivered, deliver_due
from app.mail.outbox import Outbox
from app.mail.relay import Relay
from tests.making.mail import DROP, TAKEN, Mailbox, make_draft, pass_time, post

pytestmark = pytest.mark.usefixtures("clock")


def broken() -> Breaker:
    breaker = Breaker()
    for _ in range(3):
        assert not breaker.is_resting()
        breaker.failed()
    assert breaker.is_resting()
    return breaker


def test_rests_grow_to_half_an_hour_and_no_further() -> None:
    breaker = broken()
    for minutes in (1, 2, 4, 8, 16, 32, 32, 32):
        pass_time(minutes=minutes - 0.1)
        assert breaker.is_resting()
        pass_time(minutes=0.2)
        assert breaker.is_probing()
        breaker.failed()
        assert breaker.is_resting()


def test_lines_that_fail_during_a_rest_do_not_prolong_it() -> None:
    breaker = broken()
    for _ in range(9):
        breaker.failed()
    pass_time(minutes=1.1)
    assert breaker.is_probing()


def test_one_success_ends_it_all() -> None:
    breaker = broken()
    pass_time(minutes=1.1)
    breaker.worked()
    assert not breaker.is_probing()
    breaker.failed()
    breaker.failed()
    assert not breaker.is_resting()


async def test_after_a_rest_one_letter_goes_ahead_of_the_others(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    tried: list[str] = []

    def script(verb: str, to: str) -> str:
        if verb == "RCPT":
            tried.append(to)
        return DROP if verb == "RCPT" else TAKEN

    server.script = script
    await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(40)))
    relay = Relay(server.url)
    assert (await deliver_due(people, outbox, relay, worker="w1")).deferred < 10
    assert relay.is_resting()
    assert await deliver_due(people, outbox, relay, worker="w1") == Delivered()

    tried.clear()
    pass_time(minutes=1.1)
    assert await deliver_due(people, outbox, relay, worker="w1") == Delivered(deferred=1)
    assert len(tried) == 1

    server.script = lambda _verb, _to: TAKEN
    pass_time(minutes=9)
    assert (await deliver_due(people, outbox, relay, worker="w1")).sent == 40


async def test_a_server_that_loses_what_it_is_given_is_given_no_more(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = lambda verb, _to: DROP if verb == "DATA" else TAKEN
    await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(40)))
    relay = Relay(server.url, connections=1)
    assert await deliver_due(people, outbox, relay, worker="w1") == Delivered(unknown=3)
    assert relay.is_resting()
