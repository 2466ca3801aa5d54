"""What a report does to its letter and to the address; what has no signature does nothing."""

import logging
from datetime import timedelta

import pytest
from sqlmodel import select

from app.lib import clock
from app.lib.db import Database
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.bounces.receiving import receive
from app.mail.holding import gone_out
from app.mail.naming import Names
from app.mail.outbox import Outbox
from app.mail.tables import Letter, Suppression
from app.mail.telling import in_words
from tests.making.bounces import sample, samples
from tests.making.mail import DROP, TAKE_AND_DROP, Mailbox, deliver, make_draft, pass_time, post
from tests.making.mail import letter as now_of

pytestmark = pytest.mark.usefixtures("clock")

HARD, SOFT, POLICY, COMPLAINT, DELAYED = (
    *("postfix-01", "gmail-02", "yandex-05", "mailru-09", "postfix-04"),
)


async def send(people: Database, outbox: Outbox, to: str = "aida@mail.kg") -> Letter:
    """A letter that the mail server took."""
    (posted,) = await post(people, outbox, make_draft(to=to))
    async with people.transaction() as session:
        letter = await session.get_one(Letter, posted.id)
        letter.state, letter.sent_at, letter.payload = states.SENT, clock.now(), None
    return letter


async def bounce(people: Database, outbox: Outbox, letter: Letter, start: str) -> Kind:
    return await receive_raw(people, outbox, sample(start).about(outbox.names.of(letter.id)))


async def receive_raw(people: Database, outbox: Outbox, raw: bytes) -> Kind:
    async with people.transaction() as session:
        return await receive(session, outbox.names, raw, clock.now())


async def suppressed(people: Database) -> list[str]:
    async with people.reading() as session:
        return list(await session.exec(select(Suppression.reason)))


@pytest.mark.parametrize(
    ("start", "state", "reasons"),
    [
        (HARD, states.BOUNCED, ["hard"]),
        (SOFT, states.BOUNCED, []),
        (POLICY, states.BOUNCED, []),
        (COMPLAINT, states.SENT, ["complaint"]),
        (DELAYED, states.SENT, []),
        ("gmail-10", states.SENT, []),  # out of office
        ("human-01", states.SENT, []),
    ],
)
async def test_each_kind_has_its_effect_also_after_the_letter_was_erased(
    people: Database, outbox: Outbox, start: str, state: str, reasons: list[str]
) -> None:
    letter = await send(people, outbox)
    assert await bounce(people, outbox, letter, start) is sample(start).kind
    assert (await now_of(people, letter)).state == state
    assert await suppressed(people) == reasons


async def test_the_same_report_twice_does_no_more_than_once(
    people: Database, outbox: Outbox
) -> None:
    letter = await send(people, outbox)
    await bounce(people, outbox, letter, SOFT)
    first = await now_of(people, letter)
    pass_time(hours=1)
    for start in (SOFT, SOFT, "gmail-03", POLICY):
        await bounce(people, outbox, letter, start)
    assert await now_of(people, letter) == first
    assert await suppressed(people) == []


async def test_a_hard_bounce_after_a_soft_one_counts(people: Database, outbox: Outbox) -> None:
    letter = await send(people, outbox)
    for start in (SOFT, HARD, SOFT):
        await bounce(people, outbox, letter, start)
    assert (await now_of(people, letter)).bounce == Kind.HARD
    assert await suppressed(people) == ["hard"]


@pytest.mark.parametrize(("days", "reasons"), [(0, ["soft"]), (7, ["soft"]), (14, []), (30, [])])
async def test_three_soft_bounces_in_two_weeks_are_enough_and_with_time_they_are_forgotten(
    people: Database, outbox: Outbox, days: int, reasons: list[str]
) -> None:
    for _ in range(3):
        await bounce(people, outbox, await send(people, outbox), SOFT)
        pass_time(days=days)
    assert await suppressed(people) == reasons


async def test_two_months_in_which_nothing_arrives_are_enough(
    people: Database, outbox: Outbox
) -> None:
    after: list[int] = []
    for days in (7, 23, 7, 23):  # a letter and its reminder, every 30 days
        await bounce(people, outbox, await send(people, outbox), SOFT)
        after.append(len(await suppressed(people)))
        pass_time(days=days)
    assert after == [0, 0, 0, 1]


async def test_soft_bounces_of_others_do_not_count(people: Database, outbox: Outbox) -> None:
    for number in range(6):
        await bounce(people, outbox, await send(people, outbox, f"b{number}@mail.kg"), SOFT)
    assert await suppressed(people) == []


async def test_a_refusal_by_policy_is_an_alarm_without_addresses(
    people: Database, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        await bounce(people, outbox, await send(people, outbox), POLICY)
    assert "under suspicion of SPAM" in caplog.text
    assert "@" not in caplog.text
    assert "https:" not in caplog.text


@pytest.mark.parametrize(
    ("start", "state"), [(HARD, states.BOUNCED), (DELAYED, states.SENT), (COMPLAINT, states.SENT)]
)
async def test_a_report_settles_a_letter_whose_outcome_nobody_knew(
    people: Database, outbox: Outbox, server: Mailbox, start: str, state: str
) -> None:
    server.script = lambda verb, _to: TAKE_AND_DROP if verb == "DATA" else "250 OK"
    (letter,) = await post(people, outbox, make_draft())
    await deliver(people, outbox, server)
    assert (await now_of(people, letter)).state == states.UNKNOWN
    await bounce(people, outbox, letter, start)
    pass_time(minutes=20)
    await deliver(people, outbox, server)
    settled = await now_of(people, letter)
    assert (settled.state, settled.payload, len(server.envelopes)) == (state, None, 1)


async def test_a_delay_says_nothing_about_a_letter_that_was_never_given(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    server.script = lambda _verb, _to: DROP
    (letter,) = await post(people, outbox, make_draft())
    await deliver(people, outbox, server)
    await bounce(people, outbox, letter, DELAYED)
    assert (await now_of(people, letter)).state not in (states.SENT, states.BOUNCED)


async def test_nothing_without_a_signed_name_has_any_effect(
    people: Database, outbox: Outbox
) -> None:
    letter = await send(people, outbox)
    forger = Names(b"another pepper" * 3)
    for one in samples():
        for name in (forger.of(letter.id), letter.id.hex, f"{letter.id.hex}.{'0' * 16}"):
            assert await receive_raw(people, outbox, one.about(name)) is Kind.UNSIGNED
    assert await now_of(people, letter) == letter
    assert await suppressed(people) == []


async def test_a_report_that_names_two_letters_is_for_people(
    people: Database, outbox: Outbox
) -> None:
    one, other = await send(people, outbox), await send(people, outbox)
    names = f"{outbox.names.of(one.id)} {outbox.names.of(other.id)}"
    assert await receive_raw(people, outbox, f"Subject: x\n\n{names}".encode()) is Kind.UNSIGNED


async def test_the_address_of_a_report_says_which_letter_is_meant(
    people: Database, outbox: Outbox
) -> None:
    one, other = await send(people, outbox), await send(people, outbox)
    raw = sample(HARD).about(outbox.names.of(one.id))
    quoted = raw + f"\nIn-Reply-To: <{outbox.names.of(other.id)}@pikir.test>\n".encode()
    assert await receive_raw(people, outbox, quoted) is Kind.HARD
    states_ = [(await now_of(people, letter)).state for letter in (one, other)]
    assert states_ == [states.BOUNCED, states.SENT]


async def test_the_name_of_a_letter_that_is_gone_is_for_people(
    people: Database, outbox: Outbox
) -> None:
    letter = Letter(
        kind="invitation",
        to_print=b"",
        stoppable=True,
        payload=None,
        payload_key="",
        due_at=clock.now(),
    )
    assert await bounce(people, outbox, letter, HARD) is Kind.UNCLEAR


async def test_staff_read_that_it_came_back_and_why(people: Database, outbox: Outbox) -> None:
    letter = await send(people, outbox)
    await bounce(people, outbox, letter, HARD)
    assert in_words(await now_of(people, letter), "Asia/Bishkek") == (
        "Came back: there is no such address. The mail server said: 550 5.1.1 <…>: Recipient"
        " address rejected: User unknown in virtual mailbox table"
    )


async def test_a_letter_that_came_back_is_known_to_have_gone_out(
    people: Database, outbox: Outbox
) -> None:
    letter = await send(people, outbox)
    await bounce(people, outbox, letter, SOFT)
    async with people.reading() as session:
        assert await gone_out(session) == {letter.id}


async def test_a_suppressed_address_gets_no_other_letter(
    people: Database, outbox: Outbox, server: Mailbox
) -> None:
    await bounce(people, outbox, await send(people, outbox), HARD)
    await post(people, outbox, make_draft(), due_at=clock.now() - timedelta(minutes=1))
    await deliver(people, outbox, server)
    assert server.envelopes == []
