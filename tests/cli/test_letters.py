"""pikir letters resume: a server's mistake is put right, an owner's wish is kept."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from app.accounts.tables import Event
from app.lib import clock
from app.lib.db import Database
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.suppressing import Reason, suppress, suppressed_among
from app.parts import Parts
from app.settings import from_environment
from app.wiring import Wiring
from tests.cli.conftest import Typed
from tests.making.mail import letter, make_draft

ADDRESS = "owner@mail.kg"


async def stop(people: Database, *reasons: Reason) -> bytes:
    """The fingerprint of the address, which gets no more letters for these reasons in turn."""
    clock.step_to(datetime(2026, 8, 3, 6, tzinfo=UTC))
    to_print = Parts(from_environment()).addresses.print(ADDRESS)
    async with people.transaction() as session:
        for reason in reasons:
            await suppress(session, to_print, reason)
    return to_print


async def is_stopped(people: Database, to_print: bytes) -> bool:
    async with people.reading() as session:
        return bool(await suppressed_among(session, [to_print]))


@pytest.mark.parametrize(
    ("reason", "why"), [("hard", "no such address"), ("soft", "came back again and again")]
)
async def test_what_servers_said_is_put_right_by_a_word(
    typed: Typed, people: Database, reason: Reason, why: str
) -> None:
    to_print = await stop(people, reason)
    said = await typed("letters", "resume", "Owner@MAIL.kg")
    assert said.exit_code == 0, said.output
    assert why in said.output
    assert not await is_stopped(people, to_print)
    async with people.reading() as session:
        (event,) = await session.exec(select(Event))
    assert (event.person_id, event.act) == (None, f"resumed letters ({reason})")
    assert event.about == to_print.hex()
    assert "Nothing to change" in (await typed("letters", "resume", ADDRESS)).output


@pytest.mark.parametrize(
    "reasons", [("unsubscribed",), ("complaint",), ("hard", "unsubscribed"), ("complaint", "hard")]
)
async def test_only_the_owner_takes_back_what_the_owner_said(
    typed: Typed, people: Database, reasons: list[Reason]
) -> None:
    to_print = await stop(people, *reasons)
    refused = await typed("letters", "resume", ADDRESS)
    assert refused.exit_code == 1
    assert "The owner of this address said on 2026-08-03" in refused.output
    assert await is_stopped(people, to_print)
    said = await typed("letters", "resume", ADDRESS, "--owner-asks")
    assert said.exit_code == 0, said.output
    assert "its owner had" in said.output
    assert not await is_stopped(people, to_print)


async def test_a_letter_that_was_refused_for_nothing_goes_out_again(
    typed: Typed, people: Database
) -> None:
    to_print = await stop(people, "hard")
    outbox = Wiring(from_environment()).outbox
    async with people.transaction() as session:
        refused = outbox.post(session, make_draft(ADDRESS), clock.now(), to_print=to_print)
        refused.state, refused.bounce = states.FAILED, Kind.HARD
    assert (await typed("letters", "resume", ADDRESS)).exit_code == 0
    again = await letter(people, refused)
    assert (again.state, again.bounce) == (states.DEFERRED, None)
    assert again.due_at <= clock.now()


async def test_half_an_address_is_refused(typed: Typed) -> None:
    said = await typed("letters", "resume", "owner")
    assert said.exit_code == 1
    assert "not a complete e-mail address" in said.output
