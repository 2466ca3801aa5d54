"""What a letter said is gone from its row and from every backup after a month."""

from datetime import UTC, datetime, timedelta

import pytest

from app.lib import clock
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail import states
from app.mail.erasing import erase_old
from tests.making.mail import deliver, letter, make_draft, make_outbox, post, smtp_server

pytestmark = pytest.mark.usefixtures("clock")

MONDAY = datetime(2026, 8, 3, 6, tzinfo=UTC)  # of week 32


async def test_rows_are_emptied_and_their_weeks_key_destroyed(
    people: Database, keys: KeyFolder
) -> None:
    outbox = make_outbox(keys)
    clock.step_to(MONDAY)
    (old,) = await post(people, outbox, make_draft(), kept=True)
    clock.step_to(MONDAY + timedelta(days=7))
    (young,) = await post(people, outbox, make_draft(), kept=True)
    assert await erase_old(people, outbox, MONDAY + timedelta(days=37)) == []
    assert (await letter(people, old)).payload
    assert await erase_old(people, outbox, MONDAY + timedelta(days=38)) == ["letters-2026-W32"]
    assert (await letter(people, old)).payload is None
    assert (await letter(people, young)).payload


async def test_a_crash_before_the_key_is_destroyed_is_made_good_the_next_day(
    people: Database, keys: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = make_outbox(keys)
    clock.step_to(MONDAY)
    await post(people, outbox, make_draft())

    def crash(_keys: KeyFolder, _name: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing, pytest.raises(KeyboardInterrupt):
        crashing.setattr(KeyFolder, "destroy", crash)
        await erase_old(people, outbox, MONDAY + timedelta(days=38))
    assert await erase_old(people, outbox, MONDAY + timedelta(days=39)) == ["letters-2026-W32"]


async def test_a_letter_that_waited_so_long_fails_and_says_why(
    people: Database, keys: KeyFolder
) -> None:
    outbox = make_outbox(keys)
    clock.step_to(MONDAY)
    (posted,) = await post(people, outbox, make_draft())
    clock.step_to(MONDAY + timedelta(days=38))
    await erase_old(people, outbox, clock.now())
    async with smtp_server() as mailbox:
        await deliver(people, outbox, mailbox)
        assert mailbox.letters == []
    stands = await letter(people, posted)
    assert (stands.state, stands.reply) == (states.FAILED, states.KEY_DESTROYED)
