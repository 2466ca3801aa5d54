"""What became of the letters, in plain words, and that nothing else shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.accounts.roles import INSPECTOR
from app.invitations.inviting import invite_due
from app.lib import clock
from app.mail.delivering import deliver_due
from app.mail.relay import Relay
from app.mail.suppressing import Reason, suppress
from app.registry.tables import Inspection
from app.wiring import Wiring
from app.work.domains import look_up
from tests.making.dns import name_server
from tests.making.invitations import make_inviting_box
from tests.making.mail import Script, smtp_server
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.answering import answer, make_box
from tests.web.staff.conftest import Staff

TUESDAY = datetime(2026, 8, 4, 3, 0, tzinfo=UTC)  # nine in Bishkek


def takes(_verb: str, _to: str) -> str:
    return "250 OK"


def refuses(verb: str, _to: str) -> str:
    return "550 5.1.1 <aida@mail.kg> is not known here" if verb == "RCPT" else "250 OK"


def asks_to_wait(verb: str, _to: str) -> str:
    return "451 4.7.1 Come back later" if verb == "RCPT" else "250 OK"


async def record(staff: Staff, wiring: Wiring, **changes: Any) -> Inspection:
    """An imported act of the inspector whom the browser is."""
    mine = {"inspector": "Aida Asanova", **changes}
    async with staff.people.transaction() as session:
        return await make_inspection(session, staff.geti, wiring.addresses, clock.now(), **mine)


async def invite(staff: Staff, wiring: Wiring) -> None:
    async with staff.people.transaction() as session:
        make_inviting_box(session, staff.geti)
    assert await invite_due(staff.people, wiring.inviter, clock.now(), 100) == 1


async def deliver(staff: Staff, wiring: Wiring, script: Script) -> None:
    clock.step_to(TUESDAY + timedelta(minutes=1))
    async with smtp_server(script) as server:
        relay = Relay(server.url)
        await deliver_due(staff.people, wiring.outbox, relay, worker="w1")


async def sentences(staff: Staff) -> list[str]:
    await staff.become(INSPECTOR, staff.geti)
    page = read((await staff.browser.get("/staff/inspections")).text)
    return [row.select("div p:not(:has(b, a))")[0].text for row in page.select(".records li")]


async def test_a_new_act_waits_for_its_sending_time(staff: Staff, wiring: Wiring) -> None:
    await record(staff, wiring)
    assert await sentences(staff) == [
        "Waiting: it goes out on 4 August 2026 at 09:00 or soon after."
    ]
    await invite(staff, wiring)
    assert await sentences(staff) == [
        "Waiting: it goes out on 4 August 2026 at 09:00 or soon after."
    ]


@pytest.mark.parametrize(
    ("script", "beginning"),
    [
        (takes, "Sent on 4 August 2026."),
        (refuses, "Refused by the mail server: 550 5.1.1 <…> is not known here"),
        (asks_to_wait, "The mail server asked to wait: the next try is on 4 August 2026 at 09:0"),
    ],
)
async def test_what_the_mail_server_said_is_told_without_the_address(
    staff: Staff, wiring: Wiring, script: Script, beginning: str
) -> None:
    await record(staff, wiring, email="aida@mail.kg")
    await invite(staff, wiring)
    await deliver(staff, wiring, script)
    [sentence] = await sentences(staff)
    assert sentence.startswith(beginning)
    assert "aida" not in sentence


@pytest.mark.parametrize(("script", "lost"), [(takes, 0), (asks_to_wait, 0), (refuses, 1)])
async def test_a_letter_that_did_not_arrive_stands_out(
    staff: Staff, wiring: Wiring, script: Script, lost: int
) -> None:
    await record(staff, wiring, email="aida@mail.kg")
    await invite(staff, wiring)
    await deliver(staff, wiring, script)
    await staff.become(INSPECTOR, staff.geti)
    page = read((await staff.browser.get("/staff/inspections")).text)
    assert len(page.select(".records .lost")) == lost


async def test_without_an_address_the_reason_is_told(staff: Staff, wiring: Wiring) -> None:
    await record(staff, wiring, email=None)
    assert await sentences(staff) == [
        "No letter, for want of an address: The business has no e-mail address"
    ]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("unsubscribed", "Not written to: the owner of the address wants no more letters."),
        ("hard", "Not written to: letters to this address come back."),
        ("complaint", "Not written to: an earlier letter was reported as unwanted."),
    ],
)
async def test_an_address_that_gets_no_letters_is_told_with_why(
    staff: Staff, wiring: Wiring, reason: Reason, sentence: str
) -> None:
    await record(staff, wiring, email="aida@mail.kg")
    async with staff.people.transaction() as session:
        await suppress(session, wiring.addresses.print("aida@mail.kg"), reason)
    assert await sentences(staff) == [sentence]


async def test_a_second_act_of_the_same_firm_waits_its_turn(staff: Staff, wiring: Wiring) -> None:
    await record(staff, wiring, email="aida@mail.kg", act_number="1")
    await invite(staff, wiring)
    await record(staff, wiring, email="Aida@mail.kg", act_number="2")
    second, first = await sentences(staff)
    assert second == (
        "Waiting: another letter went to this address less than 30 days ago."
        " This one goes out on 3 September 2026 at the earliest."
    )
    assert first.startswith("Waiting: it goes out on")


async def test_an_act_that_came_too_late_is_told_so(staff: Staff, wiring: Wiring) -> None:
    await record(staff, wiring)
    clock.step_to(datetime(2026, 11, 14, 18, 1, tzinfo=UTC))  # past midnight in Bishkek
    assert await sentences(staff) == [
        "Not written to: the time for answers about that quarter is over."
    ]


async def test_after_its_letter_the_record_is_no_longer_open_to_correction(
    staff: Staff, wiring: Wiring
) -> None:
    inspection = await record(staff, wiring)
    await staff.become(INSPECTOR, staff.geti)
    address = f"/staff/inspections/{inspection.id}"
    assert "Change the record" in (await staff.browser.get(address)).text
    await invite(staff, wiring)
    assert "Change the record" in (await staff.browser.get(address)).text
    await deliver(staff, wiring, takes)
    await staff.become(INSPECTOR, staff.geti)
    assert "Change the record" not in (await staff.browser.get(address)).text


async def test_an_answer_changes_nothing_that_an_inspector_sees(
    staff: Staff, wiring: Wiring
) -> None:
    inspection = await record(staff, wiring)
    await invite(staff, wiring)
    await staff.become(INSPECTOR, staff.geti)
    pages = ["/staff/inspections", f"/staff/inspections/{inspection.id}"]
    before = [(await staff.browser.get(page)).content for page in pages]
    await answer(wiring, await make_box(wiring, staff.geti), [{"overall": "5"}])
    assert [(await staff.browser.get(page)).content for page in pages] == before


async def test_an_inspector_reads_of_a_dead_domain_in_time_to_mend_the_record(
    staff: Staff, wiring: Wiring
) -> None:
    inspection = await record(staff, wiring, email="aida@nowhere.kg")
    await invite(staff, wiring)
    async with name_server({}) as server:
        wiring.resolver = server.resolver
        await look_up(wiring, clock.now())
    await staff.become(INSPECTOR, staff.geti)
    address = f"/staff/inspections/{inspection.id}"
    assert "There is no domain nowhere.kg" in words(read((await staff.browser.get(address)).text))
    await deliver(staff, wiring, takes)
    await staff.become(INSPECTOR, staff.geti)
    assert "nowhere.kg: " not in words(read((await staff.browser.get(address)).text))
