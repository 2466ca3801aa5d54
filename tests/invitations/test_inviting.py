"""One letter per inspection, in time, and never to whom it must not go."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from app.invitations.counting import Counts, by_questionnaire, invited_among
from app.invitations.inviting import Inviter, invite_due
from app.lib import clock
from app.lib.db import Database
from app.lib.locking import Taken
from app.lib.quarters import Quarter
from app.lib.turns import turn
from app.mail.suppressing import suppress
from app.registry.handing_over import hand_over
from app.registry.tables import Inspection, Inspectorate
from tests.making.invitations import invitations, letters, make_inviting_box
from tests.making.registry import ADDRESSES, NOW, make_inspection, make_inspectorate

pytestmark = pytest.mark.usefixtures("clock")

Q3 = Quarter(2026, 3)
NEXT_MORNING = datetime(2026, 8, 4, 3, 0, tzinfo=UTC)  # nine in Bishkek, the day after NOW


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    """An inspectorate whose box of the third quarter is open."""
    async with people.transaction() as session:
        inspectorate = await make_inspectorate(session)
        make_inviting_box(session, inspectorate)
    return inspectorate


async def count(people: Database, inspectorate: Inspectorate) -> Counts:
    async with people.reading() as session:
        return sum((await by_questionnaire(session, inspectorate, Q3)).values(), Counts())


async def test_an_inspection_gets_one_letter_ever(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        inspection = await make_inspection(session, geti)
    assert await invite_due(people, inviter, NOW, limit=100) == 1
    assert await invite_due(people, inviter, NOW + timedelta(days=60), limit=100) == 0
    (invitation,) = await invitations(people)
    assert invitation.inspection_id == inspection.id
    async with people.reading() as session:
        assert await invited_among(session, [inspection.id]) == {inspection.id}


async def test_two_processes_do_not_invite_at_once(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        for _ in range(2):
            await make_inspection(session, geti, email="one@mail.kg")
    async with turn("inviting", people, inviter.keys):
        with pytest.raises(Taken):
            await invite_due(people, inviter, NOW, limit=100)
    await invite_due(people, inviter, NOW, limit=100)
    assert len(await invitations(people)) == 1


async def test_the_letter_waits_for_the_next_window_after_the_entry(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        await make_inspection(session, geti, now=NOW)
    await invite_due(people, inviter, NOW, limit=100)
    (letter,) = await letters(people)
    assert letter.due_at == NEXT_MORNING


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        (datetime(2026, 9, 3, 5, tzinfo=UTC), datetime(2026, 9, 3, 5, tzinfo=UTC)),
        (datetime(2026, 9, 5, 5, tzinfo=UTC), datetime(2026, 9, 7, 3, tzinfo=UTC)),  # a Saturday
    ],
)
async def test_an_old_record_is_asked_about_in_a_window_too(
    people: Database, inviter: Inviter, geti: Inspectorate, now: datetime, due_at: datetime
) -> None:
    async with people.transaction() as session:
        await make_inspection(session, geti)
    await invite_due(people, inviter, now, limit=100)
    (letter,) = await letters(people)
    assert letter.due_at == due_at


async def test_the_ticket_stands_in_the_letter_alone_and_names_its_part(
    people: Database, inviter: Inviter
) -> None:
    parts = [
        {"number": 1, "regions": ["KG-GB"], "kinds": ["scheduled"]},
        {"number": 2, "regions": ["KG-GB"], "kinds": []},
        {"number": 3, "regions": ["KG-C", "KG-J"], "kinds": []},
    ]
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        make_inviting_box(session, geti, parts=parts)
        for region, kind in (("KG-GB", "repeat"), ("KG-J", "repeat"), ("KG-GB", "scheduled")):
            await make_inspection(session, geti, region=region, kind=kind)
    assert await invite_due(people, inviter, NOW, limit=100) == 3
    links = [inviter.outbox.open(letter).link or "" for letter in await letters(people)]
    tickets = [inviter.tickets.read(link.rpartition("/s/")[2]) for link in links]
    assert sorted(ticket.group_number for ticket in tickets) == [1, 2, 3]
    assert {ticket.box_id for ticket in tickets} == {"0123456789ab"}
    assert len({ticket.random for ticket in tickets}) == 3


async def test_nobody_is_asked_without_an_address_or_an_open_box(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    june = date(2026, 6, 20)
    async with people.transaction() as session:
        await make_inspection(session, geti, email=None)
        await make_inspection(session, geti, kind="desk")  # another questionnaire: no box of it
        await make_inspection(session, geti, act_date=june, started_on=june, finished_on=june)
    assert await invite_due(people, inviter, NOW, limit=100) == 0


async def test_nobody_is_asked_before_the_act_is_handed_over(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        act = await make_inspection(session, geti, handed_over_on="no")
    assert await invite_due(people, inviter, NOW, limit=100) == 0
    clock.step_to(NOW)
    assert await count(people, geti) == Counts(to_invite=1)
    later = NOW + timedelta(days=2)
    async with people.transaction() as session:
        await hand_over(session, geti, await session.get_one(Inspection, act.id), "5.8.2026", later)
    assert await invite_due(people, inviter, later, limit=100) == 1
    (letter,) = await letters(people)
    assert letter.due_at == datetime(2026, 8, 6, 3, tzinfo=UTC)  # the morning after


async def test_an_act_handed_over_after_the_box_has_closed_is_too_late(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    closed = datetime(2026, 11, 16, 6, tzinfo=UTC)
    async with people.transaction() as session:
        act = await make_inspection(session, geti, handed_over_on="no")
        await hand_over(session, geti, act, "2026-11-16", closed)
    assert await invite_due(people, inviter, closed, limit=100) == 0
    clock.step_to(closed)
    assert await count(people, geti) == Counts(too_late=1)


async def test_each_kind_is_asked_with_its_own_questionnaire(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        make_inviting_box(session, geti, id="ba9876543210", questionnaire="desk-inspection")
        await make_inspection(session, geti, kind="desk")
        await make_inspection(session, geti, kind="scheduled")
        await make_inspection(session, geti, kind="repeat")
    await invite_due(people, inviter, NOW, limit=100)
    boxes = Counter(invitation.box_id for invitation in await invitations(people))
    assert boxes == {"ba9876543210": 1, "0123456789ab": 2}
    async with people.reading() as session:
        of_each = await by_questionnaire(session, geti, Q3)
    assert of_each["desk-inspection"].invited == 1


async def test_an_address_is_asked_again_only_after_thirty_days_but_then_it_is(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        for spelling in ("Aida@mail.kg", "aida@MAIL.KG", "aida@mail.kg"):
            await make_inspection(session, geti, email=spelling)
    asked = [
        await invite_due(people, inviter, NOW + timedelta(days=day), limit=100)
        for day in (0, 1, 29, 32, 33, 65)
    ]
    assert asked == [1, 0, 0, 1, 0, 1]
    assert (await count(people, geti)).invited == 3


async def test_a_suppressed_address_gets_no_invitation_and_is_counted(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    clock.step_to(NOW)
    async with people.transaction() as session:
        await make_inspection(session, geti, email="aida@mail.kg")
        await make_inspection(session, geti)
        await suppress(session, ADDRESSES.print("aida@mail.kg"), "unsubscribed")
    assert await invite_due(people, inviter, NOW, limit=100) == 1
    assert await count(people, geti) == Counts(invited=1, waiting=1, suppressed=1, refused=1)


async def test_what_cannot_go_out_before_the_box_closes_is_too_late(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    friday_before = datetime(2026, 11, 13, 12, tzinfo=UTC)  # six in the evening; closes Saturday
    async with people.transaction() as session:
        await make_inspection(session, geti, now=friday_before)
    assert await invite_due(people, inviter, friday_before, limit=100) == 0
    clock.step_to(friday_before)
    assert (await count(people, geti)) == Counts(to_invite=1)
    clock.step_to(datetime(2026, 11, 15, 12, tzinfo=UTC))
    assert (await count(people, geti)) == Counts(too_late=1)


async def test_a_limit_leaves_the_rest_for_the_next_round(
    people: Database, inviter: Inviter, geti: Inspectorate
) -> None:
    async with people.transaction() as session:
        for _ in range(7):
            await make_inspection(session, geti)
    assert await invite_due(people, inviter, NOW, limit=5) == 5
    assert await invite_due(people, inviter, NOW, limit=5) == 2
