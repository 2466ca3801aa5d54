"""What administrators see of the relay, and never its password."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import select

from app.accounts.roles import ADMINISTRATOR
from app.lib import clock as time
from app.lib.db import Database
from app.mail import holding, reporting, states
from app.mail.relay import Relay
from app.mail.tables import Letter, RelayReport
from app.wiring import Wiring
from app.work import letters
from tests.making.mail import make_draft
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import NOW, Staff

SECRET = "smtp+starttls://pikir:s3cret@relay.gov.kg:587"


async def page(staff: Staff) -> str:
    return words(read((await staff.browser.get("/staff/relay")).text))


async def tell(people: Database, at: datetime) -> None:
    async with people.transaction() as session:
        await reporting.report(session, Relay(SECRET), "worker-1", at)


async def test_where_letters_go_is_shown_without_secrets(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    await tell(people, time.now())
    said = await page(staff)
    assert "smtp+starttls://relay.gov.kg:587" in said
    assert "It works, as far as anybody knows." in said
    assert "s3cret" not in said
    assert "pikir:" not in said
    async with people.reading() as session:
        [report] = await session.exec(select(RelayReport))
    assert "s3cret" not in str(report)


async def test_a_relay_that_rests_is_told(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    relay = Relay(SECRET)
    for _ in range(3):
        relay.line()._breaker.failed()
    async with people.transaction() as session:
        await reporting.report(session, relay, "worker-1", time.now())
    assert "It cannot be reached, or not be believed" in await page(staff)
    time.step_to(NOW + timedelta(minutes=5))
    async with people.transaction() as session:
        await reporting.report(session, relay, "worker-1", time.now())
    assert "one letter is tried before all the others" in await page(staff)


async def test_a_worker_tells_and_its_silence_is_told_too(
    staff: Staff, wiring: Wiring, people: Database
) -> None:
    await staff.become(ADMINISTRATOR)
    assert "No worker has told anything for 10 minutes" in await page(staff)
    await letters.tell_of_relay(wiring, time.now())
    assert "smtp://127.0.0.1:25" in await page(staff)
    time.step_to(NOW + timedelta(minutes=11))
    assert "No worker has told anything for 10 minutes" in await page(staff)
    time.step_to(NOW + timedelta(days=2))
    await tell(people, time.now())
    async with people.reading() as session:
        assert [one.worker for one in await session.exec(select(RelayReport))] == ["worker-1"]


async def test_letters_of_today_are_counted_for_each_inspectorate(
    staff: Staff, wiring: Wiring, people: Database
) -> None:
    await staff.become(ADMINISTRATOR)
    assert "No letter has gone out yet." in await page(staff)
    async with people.transaction() as session:
        for n, state in enumerate((states.QUEUED, states.SENT, states.SENT, states.FAILED)):
            inspection = await make_inspection(session, staff.geti, wiring.addresses)
            draft = make_draft(f"a{n}@mail.kg", about=inspection.id)
            letter = wiring.outbox.post(session, draft, NOW, to_print=b"x")
            await session.flush()
            sent = {"sent_at": NOW} if state == states.SENT else {}
            await session.exec(update(Letter).filter_by(id=letter.id).values(state=state, **sent))
    said = await page(staff)
    assert "GETI Waiting 1 Sent today 2 Refused or come back today 1" in said
    assert "CONSUMER Waiting 0 Sent today 0 Refused or come back today 0" in said
    # As the first of them by name, the Kazakh one, counts the hours.
    assert "The last letter got through: 3 August 2026, 11:00." in said
    time.step_to(NOW + timedelta(hours=20))
    await staff.become(ADMINISTRATOR)
    assert "GETI Waiting 1 Sent today 0 Refused or come back today 0" in await page(staff)


async def test_letters_held_back_after_a_restore_are_told(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    async with people.transaction() as session:
        await holding.hold(session, NOW, [])
    assert "Nothing is sent since 3 August 2026, 11:00" in await page(staff)
