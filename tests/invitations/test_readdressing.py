"""A letter that came back, written anew to the corrected address: once, with the same ticket."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from app.invitations.correcting import Correction, correct, correction_of
from app.invitations.inviting import Inviter, invite_due
from app.invitations.readdressing import readdress_due
from app.invitations.reminding import remind_due
from app.lib import clock
from app.lib.db import Database
from app.lib.errors import AlreadyDone, Invalid
from app.lib.keyfolder import KeyFolder
from app.mail import states
from app.mail.delivering import deliver_due
from app.mail.erasing import erase_old
from app.mail.relay import Relay
from app.mail.suppressing import suppressed_among
from app.registry.kinds import Flag
from app.registry.tables import Inspection, Inspectorate
from tests.making.invitations import invitations, letters, make_inviting_box
from tests.making.mail import TAKEN, Mailbox, smtp_server, written
from tests.making.registry import ADDRESSES, NOW, make_inspection, make_inspectorate

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
async def server() -> AsyncIterator[Mailbox]:
    """Knows everybody but those whose name begins with “wrong”."""
    async with smtp_server(
        lambda verb, to: "550 5.1.1 no such user" if to.startswith("wrong") else TAKEN
    ) as mailbox:
        yield mailbox


@pytest.fixture
async def came_back(people: Database, inviter: Inviter, server: Mailbox) -> Inspection:
    """An inspection whose letter was refused: there is no such address."""
    clock.step_to(NOW)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        make_inviting_box(session, geti)
        inspection = await make_inspection(session, geti, email="wrong@mail.kg")
    await invite_due(people, inviter, NOW, limit=100)
    await after(people, inviter, server, hours=22)
    return inspection


async def after(people: Database, inviter: Inviter, server: Mailbox, **time: float) -> int:
    """How many letters were written anew then."""
    clock.step_to(clock.now() + timedelta(**time))
    posted = await readdress_due(people, inviter, clock.now())
    await deliver_due(people, inviter.outbox, Relay(server.url), worker="w1")
    return posted


async def enter(people: Database, inspection: Inspection, email: str) -> None:
    async with people.transaction() as session:
        inspection = await session.get_one(Inspection, inspection.id)
        geti = await session.get_one(Inspectorate, inspection.inspectorate_id)
        await correct(session, ADDRESSES, geti, inspection, email, clock.now())


async def standing(people: Database, inspection: Inspection) -> Correction:
    async with people.reading() as session:
        inspection = await session.get_one(Inspection, inspection.id)
        geti = await session.get_one(Inspectorate, inspection.inspectorate_id)
        return await correction_of(session, geti, inspection, clock.now())


async def test_the_same_link_goes_to_the_corrected_address_in_a_letter_of_its_own(
    people: Database, inviter: Inviter, server: Mailbox, came_back: Inspection
) -> None:
    (first,) = await letters(people)
    link = inviter.outbox.open(first).link or ""
    assert await standing(people, came_back) is Correction.POSSIBLE

    await enter(people, came_back, " aida@mail.kg ")
    assert await standing(people, came_back) is Correction.WAITING
    assert await after(people, inviter, server, minutes=1) == 1
    assert await after(people, inviter, server, minutes=1) == 0

    assert server.recipients == ["aida@mail.kg"]
    (letter,) = server.letters
    assert link in written(letter)
    old, new = await letters(people)
    assert (old.id, old.payload, old.state) == (first.id, None, states.FAILED)
    assert letter["Message-ID"] == inviter.outbox.marks(new).message_id
    stop = letter["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    assert inviter.stopping.read(stop) == ADDRESSES.print("aida@mail.kg")
    assert stop in written(letter)
    (invitation,) = await invitations(people)
    assert (invitation.letter_id, invitation.to_print) == (new.id, new.to_print)


async def test_the_old_address_stays_among_those_that_get_nothing(
    people: Database, inviter: Inviter, server: Mailbox, came_back: Inspection
) -> None:
    await enter(people, came_back, "aida@mail.kg")
    await after(people, inviter, server, minutes=1)
    prints = [ADDRESSES.print(email) for email in ("wrong@mail.kg", "aida@mail.kg")]
    async with people.reading() as session:
        assert await suppressed_among(session, prints) == {prints[0]}


async def test_the_reminder_follows_to_the_corrected_address(
    people: Database, inviter: Inviter, server: Mailbox, came_back: Inspection
) -> None:
    await enter(people, came_back, "aida@mail.kg")
    await after(people, inviter, server, minutes=1)
    clock.step_to(clock.now() + timedelta(days=7.1))
    assert await remind_due(people, inviter, clock.now(), limit=100) == 1
    await after(people, inviter, server, minutes=1)
    assert server.recipients == ["aida@mail.kg", "aida@mail.kg"]


async def test_an_address_is_corrected_once(
    people: Database, inviter: Inviter, server: Mailbox, came_back: Inspection
) -> None:
    await enter(people, came_back, "wrong-again@mail.kg")
    with pytest.raises(AlreadyDone):
        await enter(people, came_back, "aida@mail.kg")
    await after(people, inviter, server, minutes=1)
    assert [letter.state for letter in await letters(people)] == [states.FAILED, states.FAILED]
    assert await standing(people, came_back) is Correction.NONE
    with pytest.raises(AlreadyDone):
        await enter(people, came_back, "aida@mail.kg")


@pytest.mark.parametrize("email", ["", "aida", "Wrong@mail.kg"])
async def test_what_is_no_other_address_is_not_taken(
    people: Database, came_back: Inspection, email: str
) -> None:
    with pytest.raises(Invalid) as fault:
        await enter(people, came_back, email)
    assert list(fault.value.errors) == ["email"]
    assert await standing(people, came_back) is Correction.POSSIBLE


async def test_a_letter_that_arrived_cannot_be_sent_elsewhere(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    clock.step_to(NOW)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        make_inviting_box(session, geti)
        inspection = await make_inspection(session, geti, email="aida@mail.kg")
    for hours in (0, 22):
        assert await standing(people, inspection) is Correction.NONE
        with pytest.raises(AlreadyDone):
            await enter(people, inspection, "other@mail.kg")
        await invite_due(people, inviter, clock.now(), limit=100)
        await after(people, inviter, server, hours=hours or 22)


async def test_a_corrected_address_that_was_asked_lately_waits_for_its_turn(
    people: Database, inviter: Inviter, server: Mailbox, came_back: Inspection
) -> None:
    async with people.transaction() as session:
        geti = await session.get_one(Inspectorate, came_back.inspectorate_id)
        await make_inspection(session, geti, email="aida@mail.kg", now=clock.now())
    await invite_due(people, inviter, clock.now(), limit=100)
    await enter(people, came_back, "aida@mail.kg")
    assert await after(people, inviter, server, days=20) == 0
    assert await standing(people, came_back) is Correction.WAITING
    assert await after(people, inviter, server, days=11) == 1


async def test_the_link_is_kept_past_the_day_of_the_reminder_and_destroyed_after_a_month(
    people: Database, inviter: Inviter, server: Mailbox, came_back: Inspection
) -> None:
    clock.step_to(clock.now() + timedelta(days=8))
    assert await remind_due(people, inviter, clock.now(), limit=100) == 0
    assert await standing(people, came_back) is Correction.POSSIBLE

    clock.step_to(clock.now() + timedelta(days=31))
    assert await standing(people, came_back) is Correction.LOST
    await erase_old(people, inviter.outbox, clock.now())
    assert await standing(people, came_back) is Correction.LOST
    with pytest.raises(AlreadyDone):
        await enter(people, came_back, "aida@mail.kg")


async def test_a_letter_whose_key_is_gone_is_said_to_be_lost(
    people: Database,
    inviter: Inviter,
    server: Mailbox,
    came_back: Inspection,
    keys: KeyFolder,
) -> None:
    await enter(people, came_back, "aida@mail.kg")
    (first,) = await letters(people)
    keys.destroy(first.payload_key)
    assert await after(people, inviter, server, minutes=1) == 0
    assert await standing(people, came_back) is Correction.LOST
    assert not server.envelopes


async def test_nothing_is_corrected_after_the_box_has_closed(
    people: Database, came_back: Inspection
) -> None:
    clock.step_to(datetime(2026, 11, 14, 18, 1, tzinfo=UTC))  # past midnight in Bishkek
    assert await standing(people, came_back) is Correction.NONE
    with pytest.raises(AlreadyDone):
        await enter(people, came_back, "aida@mail.kg")


async def test_an_odd_address_is_flagged_here_too(people: Database, came_back: Inspection) -> None:
    await enter(people, came_back, "aida@geti.kg.example")
    async with people.reading() as session:
        inspection = await session.get_one(Inspection, came_back.id)
    assert inspection.flags == [Flag.OWN_DOMAIN]
