"""One reminder on day 7, with the same link, and nothing kept longer than it is needed."""

from datetime import UTC, datetime, timedelta

import pytest

from app.invitations.inviting import Inviter, invite_due
from app.invitations.reminding import remind_due
from app.lib import clock
from app.lib.db import Database
from app.lib.locking import Taken
from app.lib.turns import turn
from app.mail import states
from app.mail.delivering import deliver_due
from app.mail.relay import Relay
from tests.making.invitations import invitations, letters, make_inviting_box
from tests.making.mail import TAKEN, Mailbox, written
from tests.making.registry import NOW, make_inspection, make_inspectorate

pytestmark = pytest.mark.usefixtures("clock")


async def deliver(people: Database, inviter: Inviter, server: Mailbox) -> None:
    await deliver_due(people, inviter.outbox, Relay(server.url), worker="w1")


async def invite(people: Database, inviter: Inviter, server: Mailbox, at: datetime = NOW) -> None:
    """One inspection, asked, and its letter handed to the server the next morning."""
    clock.step_to(at)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        make_inviting_box(session, geti)
        await make_inspection(session, geti, now=at)
    await invite_due(people, inviter, at, limit=100)
    clock.step_to(at + timedelta(hours=22))
    await deliver(people, inviter, server)


async def after(people: Database, inviter: Inviter, server: Mailbox, *, days: float) -> int:
    clock.step_to(clock.now() + timedelta(days=days))
    posted = await remind_due(people, inviter, clock.now(), limit=100)
    await deliver(people, inviter, server)
    return posted


async def test_the_reminder_goes_out_on_day_seven_with_the_same_link(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    await invite(people, inviter, server)
    (first,) = await letters(people)
    link = inviter.outbox.open(first).link or ""

    assert await after(people, inviter, server, days=6) == 0
    assert await after(people, inviter, server, days=1.1) == 1
    assert await after(people, inviter, server, days=7) == 0

    invitation, reminder = server.letters
    assert link in written(reminder)
    assert invitation["Subject"] != reminder["Subject"]
    assert "ким жооп бергенин биле албайбыз" in " ".join(written(reminder).split())


async def test_no_link_is_kept_once_the_reminder_is_out(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    await invite(people, inviter, server)
    (first,) = await letters(people)
    assert first.payload
    await after(people, inviter, server, days=7.1)
    kept = [
        letter.payload
        for kind in ("invitation", "reminder")
        for letter in await letters(people, kind)
    ]
    assert kept == [None, None]
    (invitation,) = await invitations(people)
    assert invitation.remind_at is None


async def test_who_asked_for_no_more_letters_is_not_reminded(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    await invite(people, inviter, server)
    stop = server.letters[0]["List-Unsubscribe"].strip("<>")
    async with people.transaction() as session:
        await inviter.stopping.act(session, stop.rpartition("/")[2])
    assert await after(people, inviter, server, days=7.1) == 0
    assert [letter.payload for letter in await letters(people)] == [None]


async def test_a_refused_letter_is_not_followed_by_a_reminder(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    server.script = lambda verb, _to: "554 5.7.1 not wanted" if verb == "RCPT" else TAKEN
    await invite(people, inviter, server)
    assert await after(people, inviter, server, days=7.1) == 0
    (failed,) = await letters(people)
    assert (failed.state, failed.payload) == (states.FAILED, None)


async def test_a_letter_that_went_out_late_is_followed_seven_days_after_it(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    server.script = lambda verb, _to: "450 later" if verb == "RCPT" else TAKEN
    await invite(people, inviter, server)
    server.script = lambda _verb, _to: TAKEN
    clock.step_to(clock.now() + timedelta(days=2))
    await deliver(people, inviter, server)
    assert await after(people, inviter, server, days=5.5) == 0
    assert await after(people, inviter, server, days=1.6) == 1


async def test_there_is_no_reminder_after_the_box_has_closed_and_nothing_is_kept_for_it(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    await invite(people, inviter, server, at=datetime(2026, 11, 10, 6, tzinfo=UTC))
    assert len(server.envelopes) == 1
    assert [letter.payload for letter in await letters(people)] == [None]
    assert await after(people, inviter, server, days=8) == 0


async def test_a_reminder_that_comes_due_after_the_close_is_dropped(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    await invite(people, inviter, server)
    assert await after(people, inviter, server, days=200) == 0
    (first,) = await letters(people)
    assert first.payload is None


async def test_two_processes_do_not_remind_at_once(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    await invite(people, inviter, server)
    clock.step_to(clock.now() + timedelta(days=8))
    async with turn("reminding", people, inviter.keys):
        with pytest.raises(Taken):
            await remind_due(people, inviter, clock.now(), limit=100)
    assert await remind_due(people, inviter, clock.now(), limit=100) == 1
    assert len(await letters(people, "reminder")) == 1
