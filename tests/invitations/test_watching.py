"""More used tickets than letters: somebody makes tickets of their own."""

from datetime import UTC, datetime, timedelta

import pytest

from app.invitations.tables import Invitation
from app.invitations.watching import Breach, breaches
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail import states
from tests.making.invitations import make_inviting_box
from tests.making.mail import make_draft, make_outbox
from tests.making.registry import make_inspection, make_inspectorate

BOX = "0123456789ab"
NOW = datetime(2026, 8, 3, 6, tzinfo=UTC)


async def invited(people: Database, keys: KeyFolder, *letters: tuple[str, bool]) -> None:
    """One invitation for each letter, in this state, sent once or twice."""
    outbox = make_outbox(keys)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        make_inviting_box(session, geti, id=BOX)
        for state, resent in letters:
            inspection = await make_inspection(session, geti)
            to_print = inspection.email_print or b""
            letter = outbox.post(session, make_draft(), NOW, to_print=to_print)
            letter.state, letter.resent = state, resent
            await session.flush()
            session.add(
                Invitation(
                    inspection_id=inspection.id,
                    box_id=BOX,
                    to_print=to_print,
                    letter_id=letter.id,
                    invited_at=NOW,
                    remind_at=NOW + timedelta(days=7),
                )
            )


async def found(people: Database, used: dict[str, int]) -> list[Breach]:
    async with people.reading() as session:
        return await breaches(session, used)


async def test_as_many_tickets_as_letters_are_nothing_to_tell_and_one_more_is(
    people: Database, keys: KeyFolder
) -> None:
    await invited(people, keys, (states.SENT, False), (states.SENT, False))
    assert await found(people, {}) == []
    assert await found(people, {BOX: 2}) == []
    assert await found(people, {BOX: 3}) == [Breach(BOX, used=3, letters=2)]


@pytest.mark.parametrize("state", [states.UNKNOWN, states.SENDING])
async def test_a_letter_that_may_have_arrived_counts(
    people: Database, keys: KeyFolder, state: str
) -> None:
    await invited(people, keys, (state, False), (states.FAILED, True), (states.QUEUED, True))
    assert await found(people, {BOX: 3}) == []


@pytest.mark.parametrize("state", [states.QUEUED, states.FAILED, states.SUPPRESSED])
async def test_a_letter_that_never_left_counts_for_nothing(
    people: Database, keys: KeyFolder, state: str
) -> None:
    await invited(people, keys, (state, False))
    assert await found(people, {BOX: 1}) == [Breach(BOX, used=1, letters=0)]


async def test_a_box_that_nobody_was_invited_to_must_be_empty(people: Database) -> None:
    (breach,) = await found(people, {"ffffffffffff": 1})
    assert (breach.used, breach.letters) == (1, 0)
    assert "PIKIR_SECRET_KEYS" in str(breach)
