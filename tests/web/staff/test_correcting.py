"""The inspector's form for an address from which the letter came back."""

import httpx
import pytest
from sqlmodel import select

from app.accounts.roles import INSPECTOR
from app.accounts.tables import Event
from app.invitations.readdressing import readdress_due
from app.lib import clock
from app.mail.delivering import deliver_due
from app.mail.relay import Relay
from app.registry.tables import Inspection
from app.wiring import Wiring
from tests.making.mail import smtp_server
from tests.pages import read, words
from tests.web.staff.answering import answer, make_box
from tests.web.staff.conftest import Staff
from tests.web.staff.test_delivery import asks_to_wait, deliver, invite, record, refuses, takes

ONCE = "This can be done once."


async def came_back(staff: Staff, wiring: Wiring) -> Inspection:
    """An act of the inspector whom the browser is; its letter was refused for its address."""
    inspection = await record(staff, wiring, email="wrong@mail.kg")
    await invite(staff, wiring)
    await deliver(staff, wiring, refuses)
    await staff.become(INSPECTOR, staff.geti)
    return inspection


def page_of(inspection: Inspection) -> str:
    return f"/staff/inspections/{inspection.id}"


async def enter(staff: Staff, inspection: Inspection, email: str) -> httpx.Response:
    return await staff.browser.post(f"{page_of(inspection)}/address", data={"email": email})


async def test_a_corrected_address_gets_the_letter_and_the_page_says_so(
    staff: Staff, wiring: Wiring
) -> None:
    inspection = await came_back(staff, wiring)
    assert ONCE in (await staff.browser.get(page_of(inspection))).text

    reply = await enter(staff, inspection, "aida@mail.kg")
    assert (reply.status_code, reply.headers["location"]) == (303, page_of(inspection))
    page = words(read((await staff.browser.get(page_of(inspection))).text))
    assert "The address has been corrected. The letter goes there at the next sending time" in page
    assert "a…@mail.kg" in page
    assert ONCE not in page

    assert await readdress_due(staff.people, wiring.inviter, clock.now()) == 1
    async with smtp_server(takes) as server:
        await deliver_due(staff.people, wiring.outbox, Relay(server.url), worker="w1")
    assert server.recipients == ["aida@mail.kg"]
    page = words(read((await staff.browser.get(page_of(inspection))).text))
    assert "Sent on 4 August 2026." in page
    assert ONCE not in page


async def test_a_correction_stands_in_the_audit_trail_without_the_address(
    staff: Staff, wiring: Wiring
) -> None:
    inspection = await came_back(staff, wiring)
    await enter(staff, inspection, "aida@mail.kg")
    async with staff.people.reading() as session:
        (event,) = await session.exec(select(Event).where(Event.act == "corrected an address"))
    assert event.about == f"geti {inspection.act_year}/{inspection.act_number}"
    assert event.person_id


@pytest.mark.parametrize("email", ["", "<script>alert(1)</script>", "wrong@mail.kg"])
async def test_an_address_that_cannot_be_taken_is_shown_again_with_the_reason(
    staff: Staff, wiring: Wiring, email: str
) -> None:
    inspection = await came_back(staff, wiring)
    reply = await enter(staff, inspection, email)
    page = read(reply.text)
    assert reply.status_code == 422
    assert page.select_one("#email-error")
    assert page.select_one(f'a[href="#{page.select_one("#email")["id"]}"]')  # type: ignore[index]
    assert page.select_one("#email")["value"] == email  # type: ignore[index]


@pytest.mark.parametrize("script", [takes, asks_to_wait])
async def test_only_a_letter_that_came_back_can_go_elsewhere(
    staff: Staff, wiring: Wiring, script: object
) -> None:
    inspection = await record(staff, wiring)
    await invite(staff, wiring)
    await deliver(staff, wiring, script)  # type: ignore[arg-type]
    await staff.become(INSPECTOR, staff.geti)
    assert ONCE not in (await staff.browser.get(page_of(inspection))).text
    assert (await enter(staff, inspection, "aida@mail.kg")).status_code == 409


async def test_a_second_correction_changes_nothing(staff: Staff, wiring: Wiring) -> None:
    inspection = await came_back(staff, wiring)
    await enter(staff, inspection, "aida@mail.kg")
    assert (await enter(staff, inspection, "other@mail.kg")).status_code == 409
    async with staff.people.reading() as session:
        found = await session.get_one(Inspection, inspection.id)
    assert found.email_print == wiring.addresses.print("aida@mail.kg")


async def test_a_colleague_corrects_nothing(staff: Staff, wiring: Wiring) -> None:
    inspection = await record(staff, wiring, inspector="Б. Башка", email="wrong@mail.kg")
    await invite(staff, wiring)
    await deliver(staff, wiring, refuses)
    await staff.become(INSPECTOR, staff.geti)
    assert (await enter(staff, inspection, "aida@mail.kg")).status_code == 403


async def test_a_destroyed_letter_is_said_to_be_destroyed(staff: Staff, wiring: Wiring) -> None:
    inspection = await came_back(staff, wiring)
    await enter(staff, inspection, "aida@mail.kg")
    for name in wiring.keys.names("letters-"):
        wiring.keys.destroy(name)
    assert await readdress_due(staff.people, wiring.inviter, clock.now()) == 0
    page = words(read((await staff.browser.get(page_of(inspection))).text))
    assert "can no longer be corrected: the letter has been destroyed" in page


async def test_an_answer_changes_nothing_about_the_correction(staff: Staff, wiring: Wiring) -> None:
    inspection = await came_back(staff, wiring)
    before = (await staff.browser.get(page_of(inspection))).content
    await answer(wiring, await make_box(wiring, staff.geti), [{"overall": "5"}])
    assert (await staff.browser.get(page_of(inspection))).content == before
