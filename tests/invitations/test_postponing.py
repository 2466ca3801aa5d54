"""New sending times put letters off that wait, and call none off."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from app.invitations.inviting import Inviter, invite_due
from app.invitations.postponing import postpone
from app.lib import clock as time
from app.lib.db import Database
from app.mail.tables import Letter
from app.registry.inspectorates import add_from
from tests.making.invitations import make_inviting_box
from tests.making.registry import described, make_inspection, make_inspectorate

EVENING = datetime(2026, 8, 3, 14, tzinfo=UTC)  # a Monday, eight o'clock in Bishkek
TUESDAY = datetime(2026, 8, 4, 3, tzinfo=UTC)  # nine o'clock there


async def change(people: Database, now: datetime, **sending: Any) -> int:
    async with people.transaction() as session:
        added = await add_from(session, described(sending=sending))
        return await postpone(session, added.inspectorate, now)


async def due(people: Database) -> datetime:
    async with people.reading() as session:
        [letter] = await session.exec(select(Letter))
    return letter.due_at


async def test_letters_wait_for_the_end_of_closed_days(
    people: Database, inviter: Inviter, clock: None
) -> None:
    time.step_to(EVENING)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        await make_inspection(session, geti, inviter.addresses, EVENING)
        make_inviting_box(session, geti)
    assert await invite_due(people, inviter, EVENING, 10) == 1
    assert await due(people) == TUESDAY
    closed = {"first": "2026-08-04", "last": "2026-08-05", "reason": "Токтом"}
    assert await change(people, EVENING, closed=[closed]) == 1
    assert await due(people) == TUESDAY + timedelta(days=2)
    assert await change(people, EVENING, closed=[closed]) == 0
    assert await change(people, EVENING, opens=13, closes=17) == 1
    assert await due(people) == TUESDAY + timedelta(days=2, hours=4)


async def test_a_letter_that_would_come_too_late_goes_out_as_planned(
    people: Database, inviter: Inviter, clock: None
) -> None:
    time.step_to(EVENING)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        await make_inspection(session, geti, inviter.addresses, EVENING)
        make_inviting_box(session, geti)
    assert await invite_due(people, inviter, EVENING, 10) == 1
    closed = {"first": "2026-08-04", "last": "2026-12-31", "reason": "Токтом"}
    assert await change(people, EVENING, closed=[closed]) == 0
    assert await due(people) == TUESDAY
