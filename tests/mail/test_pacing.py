"""The relay's limit: so many letters a minute, whatever waits."""

import pytest

from app.lib.db import Database
from app.mail.delivering import deliver_due
from app.mail.outbox import Outbox
from app.mail.pacing import Pace
from app.mail.relay import Relay
from tests.making.mail import Mailbox, make_draft, pass_time, post

pytestmark = pytest.mark.usefixtures("clock")


async def test_a_worker_keeps_to_its_letters_per_minute(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(40)))
    relay = Relay(server.url, per_minute=60)

    async def sent() -> int:
        return (await deliver_due(people, outbox, relay, worker="w1")).sent

    assert await sent() == 10
    assert await sent() <= 1  # as the rounds themselves take a little time
    pass_time(seconds=5)
    assert await sent() in (4, 5, 6)
    pass_time(hours=1)
    assert await sent() == 10


def test_a_slow_pace_lets_one_letter_through_at_its_time() -> None:
    pace = Pace(per_minute=2)
    assert pace.portion() == 1
    pace.spend(1)
    pass_time(seconds=20)
    assert pace.portion() == 0
    pass_time(seconds=11)
    assert pace.portion() == 1


def test_a_clock_that_goes_back_stops_nothing_for_long() -> None:
    pace = Pace(per_minute=60)
    pace.spend(pace.portion())
    pass_time(hours=-1)
    assert pace.portion() == 0
    pass_time(seconds=2)
    assert pace.portion() == 2
