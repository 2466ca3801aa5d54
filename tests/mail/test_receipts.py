"""A worker that dies between the server's word and its own mark sends nothing twice."""

import pytest

from app.lib import clock
from app.lib.db import Database
from app.mail import states
from app.mail.claiming import claim, tidy
from app.mail.delivering import Delivered
from app.mail.marking import Marking
from app.mail.outbox import Outbox
from app.mail.receipts import Receipts
from app.mail.tables import Letter
from tests.making.mail import Mailbox, deliver, letter, make_draft, pass_time, post

pytestmark = pytest.mark.usefixtures("clock")


async def begin(people: Database) -> Letter:
    """A worker has a letter in its hands and talks to the server."""
    async with people.transaction() as session:
        await tidy(session, clock.now())
        (mine,) = await claim(session, "dead", clock.now(), limit=1)
    assert await Marking(people, "dead").step([], mine)
    return mine


async def state(people: Database, posted: Letter) -> str:
    return (await letter(people, posted)).state


@pytest.mark.parametrize("minutes", [0, 16])
async def test_what_a_dead_worker_noted_counts_as_sent(
    people: Database, outbox: Outbox, server: Mailbox, minutes: int
) -> None:
    (posted,) = await post(people, outbox, make_draft())
    receipts = Receipts(outbox.receipts)
    receipts.note(await begin(people))
    receipts.close(all_marked=False)
    pass_time(minutes=minutes)

    assert await deliver(people, outbox, server) == Delivered()
    assert await state(people, posted) == states.SENT
    assert server.envelopes == []
    assert list(outbox.receipts.iterdir()) == []


async def test_also_of_a_worker_that_is_held_up_beyond_its_lease(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    (posted,) = await post(people, outbox, make_draft())
    receipts = Receipts(outbox.receipts)
    receipts.note(await begin(people))
    pass_time(minutes=16)

    assert await deliver(people, outbox, server) == Delivered()
    assert await state(people, posted) == states.SENT
    assert len(list(outbox.receipts.iterdir())) == 1
    receipts.close(all_marked=True)
    assert list(outbox.receipts.iterdir()) == []


async def test_a_note_is_about_one_attempt_only(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    (posted,) = await post(people, outbox, make_draft())
    earlier = await begin(people)
    pass_time(minutes=16)
    await deliver(people, outbox, server)  # in doubt
    pass_time(minutes=12)
    await begin(people)
    receipts = Receipts(outbox.receipts)
    receipts.note(earlier)
    receipts.close(all_marked=False)

    assert await deliver(people, outbox, server) == Delivered()
    assert await state(people, posted) == states.SENDING


async def test_nothing_is_left_behind_by_a_run_that_ends_well(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    await post(people, outbox, *(make_draft(f"{n}@mail.kg") for n in range(9)))
    assert await deliver(people, outbox, server) == Delivered(sent=9)
    assert list(outbox.receipts.iterdir()) == []


async def test_what_cannot_be_noted_is_said_and_stops_nothing(
    people: Database, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    await post(people, outbox, make_draft())
    receipts = Receipts(outbox.receipts)
    receipts.close(all_marked=False)
    receipts.note(await begin(people))
    assert "cannot be noted" in caplog.text
