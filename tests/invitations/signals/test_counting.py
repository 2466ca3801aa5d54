"""What is counted of an inspector's acts, through the doors by which acts and letters come in."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from app.invitations.inviting import Inviter, invite_due
from app.invitations.signals.counting import Counted, Inspector, count
from app.invitations.signals.judging import Share
from app.invitations.signals.kinds import Signal
from app.invitations.tables import Denial
from app.lib import clock
from app.lib.db import Database
from app.lib.quarters import Quarter
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.tables import Letter
from app.registry.tables import Inspection, Inspectorate
from tests.making.invitations import make_inviting_box
from tests.making.registry import NOW, make_inspection, make_inspectorate

pytestmark = pytest.mark.usefixtures("clock")
QUARTER = Quarter(2026, 3)
FIRMS = ("01234567890123", "01234567890124", "01234567890125")


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    clock.step_to(NOW)
    async with people.transaction() as session:
        return await make_inspectorate(session)


async def enter(people: Database, geti: Inspectorate, now: datetime = NOW, **changes: Any) -> UUID:
    async with people.transaction() as session:
        act = await make_inspection(session, geti, now=now, **{"inspector": "Aida"} | changes)
        return act.id


async def counted(
    people: Database, name: str = "Aida", names: dict[UUID, str] | None = None
) -> Counted:
    async with people.reading() as session:
        found = await count(session, QUARTER, names or {})
    [one] = [counts for inspector, counts in found.items() if inspector.name == name]
    return one


async def test_acts_without_an_address_are_counted_with_the_reasons_given(
    people: Database, geti: Inspectorate
) -> None:
    await enter(people, geti)
    for reason in ("has_none", "refused", "refused", "other"):
        await enter(people, geti, email=None, no_email_reason=reason)
    await enter(people, geti, inspector="Bakyt")
    found = await counted(people)
    assert found.share(Signal.NO_ADDRESS) == Share(4, 5)
    assert (found.has_none, found.refused, found.not_present, found.other) == (1, 2, 0, 1)


async def test_an_address_is_shared_from_three_businesses_on_within_a_year(
    people: Database, geti: Inspectorate
) -> None:
    spring = date(2026, 4, 10)
    earlier: dict[str, Any] = {"act_date": spring, "started_on": spring, "finished_on": spring}
    await enter(people, geti, email="one@mail.kg", tax_number=FIRMS[0], **earlier)
    await enter(people, geti, email="one@mail.kg", tax_number=FIRMS[1])
    await enter(people, geti, email="two@mail.kg", tax_number=FIRMS[1])
    await enter(people, geti, email="two@mail.kg", tax_number=FIRMS[1])
    assert (await counted(people)).share(Signal.SHARED) == Share(0, 3)
    await enter(people, geti, email="ONE@mail.kg", tax_number=FIRMS[2], inspector="Bakyt")
    assert (await counted(people)).share(Signal.SHARED) == Share(1, 3)
    assert (await counted(people, "Bakyt")).share(Signal.SHARED) == Share(1, 1)


async def test_the_inspectorates_own_and_throw_away_addresses_are_foreign(
    people: Database, geti: Inspectorate
) -> None:
    for email in ("x@geti.kg.example", "x@mailinator.com", "x@gmial.com", "x@mail.kg"):
        await enter(people, geti, email=email)
    assert (await counted(people)).share(Signal.FOREIGN) == Share(2, 4)


async def test_an_act_is_entered_late_from_the_fifteenth_day_on(
    people: Database, geti: Inspectorate
) -> None:
    acted = datetime(2026, 7, 20, 6, tzinfo=NOW.tzinfo)
    for days in (0, 14, 15, 40):
        await enter(people, geti, now=acted + timedelta(days=days))
    assert (await counted(people)).share(Signal.LATE) == Share(2, 4)


async def test_an_address_that_takes_anothers_place_is_counted_and_a_first_one_is_not(
    people: Database, geti: Inspectorate
) -> None:
    for number, first, then in (
        ("K-1", "a@mail.kg", "b@mail.kg"),
        ("K-2", "a@mail.kg", None),
        ("K-3", "a@mail.kg", "A@MAIL.KG"),
        ("K-4", None, "a@mail.kg"),
    ):
        await enter(people, geti, act_number=number, email=first)
        await enter(people, geti, act_number=number, email=then)
        await enter(people, geti, act_number=number, email=then)
    assert (await counted(people)).share(Signal.CHANGED) == Share(2, 3)


async def test_letters_that_came_back_and_that_reached_somebody_else_are_counted(
    people: Database, geti: Inspectorate, inviter: Inviter
) -> None:
    async with people.transaction() as session:
        make_inviting_box(session, geti)
    ids = [await enter(people, geti) for _each in range(5)]
    assert await invite_due(people, inviter, NOW, limit=10) == 5
    async with people.transaction() as session:
        letters = {one.about: one for one in await session.exec(select(Letter))}
        for act in ids[:3]:
            letters[act].state = states.SENT
        letters[ids[3]].state, letters[ids[3]].bounce = states.BOUNCED, Kind.HARD
        # ids[4] still waits: nothing can be said of it
        session.add(Denial(inspection_id=ids[0], day=NOW.date()))
    found = await counted(people)
    assert found.share(Signal.CAME_BACK) == Share(1, 4)
    assert found.share(Signal.NOT_MINE) == Share(1, 3)


async def test_acts_entered_under_one_account_are_one_inspectors_whatever_name_they_bear(
    people: Database, geti: Inspectorate
) -> None:
    account = UUID(int=7)
    for name in ("Aida", "A. Aida", "Somebody else"):
        act = await enter(people, geti, inspector=name)
        async with people.transaction() as session:
            (await session.get_one(Inspection, act)).entered_by = account
    await enter(people, geti, inspector="Aida")  # imported
    async with people.reading() as session:
        found = await count(session, QUARTER, {account: "Aida"})
    assert {one: counts.acts for one, counts in found.items()} == {Inspector(geti.id, "Aida"): 4}
