"""Letters at rest: unreadable without their week's key, the same letter at every attempt."""

from datetime import UTC, datetime, timedelta

import pytest

from app.lib import clock
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail.outbox import Erased
from tests.making.mail import letter, make_draft, make_outbox, post

pytestmark = pytest.mark.usefixtures("clock")

MONDAY = datetime(2026, 8, 3, 6, tzinfo=UTC)  # of week 32


async def test_a_draft_comes_back_whole(people: Database, keys: KeyFolder) -> None:
    outbox = make_outbox(keys)
    (posted,) = await post(people, outbox, make_draft())
    assert outbox.open(await letter(people, posted)) == make_draft()


async def test_the_database_holds_nothing_readable(people: Database, keys: KeyFolder) -> None:
    (posted,) = await post(people, make_outbox(keys), make_draft())
    stored = await letter(people, posted)
    assert stored.payload
    for secret in (b"aida@mail.kg", b"pikir.test/s/abc", "Урматтуу".encode()):
        assert secret not in stored.payload


async def test_a_payload_opens_for_its_own_letter_only(people: Database, keys: KeyFolder) -> None:
    outbox = make_outbox(keys)
    one, other = await post(people, outbox, make_draft(), make_draft("bek@mail.kg"))
    one.payload = other.payload
    with pytest.raises(Erased):
        outbox.open(one)


async def test_each_week_has_a_key_that_is_destroyed_after_a_month(
    people: Database, keys: KeyFolder
) -> None:
    outbox = make_outbox(keys)
    clock.step_to(MONDAY)
    (posted,) = await post(people, outbox, make_draft())
    clock.step_to(MONDAY + timedelta(days=7))
    await post(people, outbox, make_draft())
    assert keys.names("letters-") == ["letters-2026-W32", "letters-2026-W33"]

    assert outbox.destroy_old_keys(MONDAY + timedelta(days=37)) == []
    assert outbox.destroy_old_keys(MONDAY + timedelta(days=38)) == ["letters-2026-W32"]
    with pytest.raises(Erased):
        outbox.open(await letter(people, posted))


async def test_a_key_of_december_is_older_than_one_of_january(
    people: Database, keys: KeyFolder
) -> None:
    outbox = make_outbox(keys)
    clock.step_to(datetime(2026, 12, 30, tzinfo=UTC))
    await post(people, outbox, make_draft())
    assert outbox.destroy_old_keys(datetime(2027, 1, 10, tzinfo=UTC)) == []
    assert outbox.destroy_old_keys(datetime(2027, 2, 10, tzinfo=UTC)) == ["letters-2026-W53"]


async def test_a_letter_keeps_its_marks_and_no_other_has_them(
    people: Database, keys: KeyFolder
) -> None:
    outbox = make_outbox(keys)
    one, other = await post(people, outbox, make_draft(), make_draft())
    marks = outbox.marks(await letter(people, one))
    assert marks == outbox.marks(one)
    assert marks.message_id != outbox.marks(other).message_id
    assert marks.message_id == f"<{outbox.names.of(one.id)}@pikir.test>"
    local, _, domain = marks.return_path.partition("@")
    assert (local[:40], domain) == (f"bounce+{one.id.hex}.", "pikir.test")
    assert len(local) <= 64
