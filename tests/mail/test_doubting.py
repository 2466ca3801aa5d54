"""A mail server that suddenly knows nobody is not believed."""

import pytest
from sqlmodel import col, func, select, update

from app.lib.db import Database
from app.mail import states
from app.mail.delivering import deliver_due
from app.mail.outbox import Outbox
from app.mail.relay import Relay
from app.mail.repeating import disbelieved
from app.mail.tables import Letter, Suppression
from tests.making.mail import TAKEN, Mailbox, make_draft, pass_time, post

pytestmark = pytest.mark.usefixtures("clock")


def knows_nobody(verb: str, _to: str) -> str:
    return "550 5.1.1 no such user" if verb == "RCPT" else TAKEN


async def suppressed(people: Database) -> int:
    async with people.reading() as session:
        return (await session.exec(select(func.count(col(Suppression.to_print))))).one()


async def waiting(people: Database) -> int:
    async with people.reading() as session:
        waits = col(Letter.state).in_((states.QUEUED, states.DEFERRED))
        return (await session.exec(select(func.count(col(Letter.id))).where(waits))).one()


async def test_it_rests_and_nobody_is_given_up_for_it(
    people: Database, outbox: Outbox, server: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = knows_nobody
    await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(60)))
    relay = Relay(server.url)
    assert 26 <= (await deliver_due(people, outbox, relay, worker="w1")).failed < 30
    assert (await suppressed(people), await waiting(people)) == (0, 60)
    assert "no such address" in caplog.text
    async with people.reading() as session:
        assert await disbelieved(session) >= 26
    assert relay.is_resting()

    pass_time(minutes=31)
    assert (await deliver_due(people, outbox, relay, worker="w1")).failed == 1
    assert (await suppressed(people), await waiting(people)) == (0, 60)

    server.script = lambda _verb, _to: TAKEN
    pass_time(minutes=31)
    assert (await deliver_due(people, outbox, relay, worker="w1")).sent == 60
    async with people.reading() as session:
        assert await disbelieved(session) == 0
    assert len(set(server.recipients)) == len(server.recipients) == 60


async def test_some_wrong_addresses_among_many_are_believed(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = lambda verb, to: knows_nobody(verb, to) if "wrong" in to else TAKEN
    names = [*(f"wrong{n}" for n in range(25)), *(f"right{n}" for n in range(50))]
    await post(people, outbox, *(make_draft(f"{name}@mail.kg") for name in names))
    relay = Relay(server.url)
    delivered = await deliver_due(people, outbox, relay, worker="w1")
    assert (delivered.sent, delivered.failed) == (50, 25)
    assert await suppressed(people) == 25
    assert not relay.is_resting()


async def test_what_it_refuses_for_days_is_given_up(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = knows_nobody
    await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(27)))
    async with people.transaction() as session:  # it has been so for three days
        await session.exec(update(Letter).values(deferrals=len(states.DEFERRALS)))
    relay = Relay(server.url, connections=1)
    assert (await deliver_due(people, outbox, relay, worker="w1")).failed == 26
    pass_time(minutes=31)
    assert (await deliver_due(people, outbox, relay, worker="w1")).failed == 1
    assert (await suppressed(people), await waiting(people)) == (27, 0)
