"""What a broken line left unknown, settled by the relay's own log."""

from pathlib import Path

import pytest

from app.lib.db import Database
from app.mail import states
from app.mail.delivering import Delivered, deliver_due
from app.mail.outbox import Outbox
from app.mail.relay import Relay
from app.mail.relaylog import read
from app.mail.tables import Letter
from tests.making.mail import (
    DROP,
    TAKE_AND_DROP,
    TAKEN,
    Mailbox,
    letter,
    log_lines,
    make_draft,
    pass_time,
    post,
)

pytestmark = pytest.mark.usefixtures("clock")
OTHERS = log_lines("A0", "<another@pikir.test>", "sent (250 OK)")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "mail.log"
    path.write_text(OTHERS)
    return path


async def in_doubt(
    people: Database, outbox: Outbox, server: Mailbox, ending: str = TAKE_AND_DROP
) -> Letter:
    """A letter whose line broke after the last byte, eleven minutes ago."""
    server.script = lambda verb, _to: ending if verb == "DATA" else TAKEN
    (posted,) = await post(people, outbox, make_draft())
    assert (await deliver_due(people, outbox, Relay(server.url), worker="w1")).unknown == 1
    server.script = lambda _verb, _to: TAKEN
    pass_time(minutes=11.1)
    return posted


async def deliver(people: Database, outbox: Outbox, server: Mailbox, log: Path) -> Delivered:
    return await deliver_due(people, outbox, Relay(server.url, log=log), worker="w2")


@pytest.mark.parametrize("status", ["sent (250 2.0.0 OK)", "deferred (connect timed out)", None])
async def test_what_the_relay_took_is_not_sent_again(
    people: Database, outbox: Outbox, server: Mailbox, log: Path, status: str | None
) -> None:
    posted = await in_doubt(people, outbox, server)
    log.write_text(OTHERS + log_lines("B1", outbox.marks(posted).message_id, status))
    assert await deliver(people, outbox, server, log) == Delivered()
    found = await letter(people, posted)
    assert (found.state, found.payload, found.resent) == (states.SENT, None, False)
    assert len(server.letters) == 1


async def test_what_the_relay_took_and_the_next_server_refused_has_failed(
    people: Database, outbox: Outbox, server: Mailbox, log: Path
) -> None:
    posted = await in_doubt(people, outbox, server)
    status = "bounced (host mx[192.0.2.1] said: 550 5.1.1 <aida@mail.kg>: no such user)"
    log.write_text(log_lines("B1", outbox.marks(posted).message_id, status))
    assert await deliver(people, outbox, server, log) == Delivered()
    found = await letter(people, posted)
    assert found.state == states.FAILED
    assert found.reply == "host mx[192.0.2.1] said: 550 5.1.1 <…>: no such user"


async def test_what_the_relay_never_took_is_tried_again_for_72_hours(
    people: Database, outbox: Outbox, server: Mailbox, log: Path
) -> None:
    posted = await in_doubt(people, outbox, server, DROP)
    server.script = lambda verb, _to: DROP if verb == "DATA" else TAKEN
    while (found := await letter(people, posted)).state != states.FAILED:
        await deliver(people, outbox, server, log)
        pass_time(hours=8)
    assert found.deferrals == len(states.DEFERRALS)
    assert found.reply == states.NEVER_TAKEN
    assert not server.letters


async def test_a_letter_that_was_only_announced_was_never_taken(
    people: Database, outbox: Outbox, server: Mailbox, log: Path
) -> None:
    posted = await in_doubt(people, outbox, server, DROP)
    message_id = outbox.marks(posted).message_id
    log.write_text(f"x postfix/cleanup[1]: C1: message-id={message_id}\n")
    await deliver(people, outbox, server, log)
    pass_time(minutes=6.1)
    assert await deliver(people, outbox, server, log) == Delivered(sent=1)


async def test_a_log_that_has_never_heard_of_us_proves_nothing(
    people: Database, outbox: Outbox, server: Mailbox, log: Path
) -> None:
    posted = await in_doubt(people, outbox, server)
    log.write_text(log_lines("B1", "<one@elsewhere.test>", "sent (250 OK)"))
    assert await deliver(people, outbox, server, log) == Delivered(sent=1)
    assert (await letter(people, posted)).resent


async def test_a_log_that_cannot_be_read_is_said_and_the_letter_is_repeated_once(
    people: Database, outbox: Outbox, server: Mailbox, log: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await in_doubt(people, outbox, server)
    log.unlink()
    assert await deliver(people, outbox, server, log) == Delivered(sent=1)
    assert "PIKIR_RELAY_LOG" in caplog.text


def test_the_file_that_was_rotated_away_is_read_too(log: Path) -> None:
    log.rename(log.with_name("mail.log.1"))
    log.write_text("")
    assert read(log, {"<another@pikir.test>"}, "pikir.test").fate("<another@pikir.test>")


def test_a_queue_id_that_is_used_again_is_another_letters(log: Path) -> None:
    name = "<another@pikir.test>"
    log.write_text(
        f"x postfix/cleanup[1]: C1: message-id={name}\n"
        + log_lines("C1", "<next@pikir.test>", "sent (250 OK)")
    )
    assert read(log, {name}, "pikir.test").fate(name) is None


def test_one_copy_that_was_taken_is_enough(log: Path) -> None:
    name = "<another@pikir.test>"
    log.write_text(log_lines("B1", name, "bounced (550 no)") + log_lines("B2", name, "sent (OK)"))
    fate = read(log, {name}, "pikir.test").fate(name)
    assert fate
    assert not fate.is_refused
