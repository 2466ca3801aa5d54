"""“Not my inspection”: unforgeable, said once, and the end of reminders of that letter."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from app.invitations.denials import counts, newest
from app.invitations.inviting import Inviter, invite_due
from app.invitations.reminding import remind_due
from app.invitations.tables import Denial
from app.lib import clock
from app.lib.db import Database
from app.lib.signing import Forged
from app.mail.delivering import deliver_due
from app.mail.relay import Relay
from app.registry.tables import Inspection
from tests.making.invitations import letters, make_inviting_box
from tests.making.mail import Mailbox, written
from tests.making.registry import NOW, make_inspection, make_inspectorate

pytestmark = pytest.mark.usefixtures("clock")


async def asked(people: Database, inviter: Inviter, server: Mailbox, count: int = 1) -> list[str]:
    """So many have their letter. The tokens by which they can say that it is not theirs."""
    clock.step_to(NOW)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        make_inviting_box(session, geti)
        for _number in range(count):
            await make_inspection(session, geti, now=NOW)
    await invite_due(people, inviter, NOW, limit=100)
    await pass_days(people, inviter, server, 1)
    flat = [written(letter) for letter in server.letters]
    return [one.partition("/u/not-mine/")[2].partition("?")[0] for one in flat]


async def pass_days(people: Database, inviter: Inviter, server: Mailbox, days: float) -> None:
    clock.step_to(clock.now() + timedelta(days=days))
    await deliver_due(people, inviter.outbox, Relay(server.url), worker="w1")


async def deny(people: Database, inviter: Inviter, token: str) -> None:
    async with people.transaction() as session:
        await inviter.denying.act(session, token)


async def test_it_is_said_once_however_often_the_button_is_pressed(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    (token,) = await asked(people, inviter, server)
    await asyncio.gather(*(deny(people, inviter, token) for _press in range(5)))
    async with people.reading() as session:
        (denial,) = await session.exec(select(Denial))
        (inspection,) = await session.exec(select(Inspection))
    assert (denial.inspection_id, denial.day) == (inspection.id, clock.now().date())


async def test_no_reminder_follows_and_nothing_is_kept_for_one(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    token, _other = await asked(people, inviter, server, 2)
    await deny(people, inviter, token)
    clock.step_to(clock.now() + timedelta(days=7))
    assert await remind_due(people, inviter, clock.now(), limit=10) == 1
    assert [one.payload for one in await letters(people)] == [None, None]


async def test_a_reminder_that_waits_already_is_withdrawn(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    (token,) = await asked(people, inviter, server)
    clock.step_to(clock.now() + timedelta(days=7))
    assert await remind_due(people, inviter, clock.now(), limit=10) == 1
    await deny(people, inviter, token)
    await pass_days(people, inviter, server, 1)
    assert len(server.letters) == 1
    assert [one.payload for one in await letters(people, "reminder")] == [None]


async def test_no_other_token_says_it(people: Database, inviter: Inviter, server: Mailbox) -> None:
    (token,) = await asked(people, inviter, server)
    ticket = inviter.tickets.issue("0123456789ab", 1)
    stop = inviter.stopping.token(b"p" * 16)  # as long as what this one signs
    for forged in (ticket, stop, token[:-1], f"{token}A", inviter.denying.token(uuid4()), "x", ""):
        with pytest.raises(Forged):
            await deny(people, inviter, forged)
    async with people.reading() as session:
        assert list(await session.exec(select(Denial))) == []


async def test_the_ministry_is_shown_how_often_and_about_which_acts(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    token, *_others = await asked(people, inviter, server, 3)
    async with people.reading() as session:
        assert list(await counts(session)) == []
    await deny(people, inviter, token)
    async with people.reading() as session:
        (count,) = await counts(session)
        (denied,) = await newest(session)
    assert (count.inspectorate.slug, str(count.quarter)) == ("geti", "2026-Q3")
    assert (count.denied, count.invited) == (1, 3)
    assert denied.inspection.id == inviter.denying.read(token)
