"""The administrators' page of tokens: made once, shown once, revoked at once."""

import re

from sqlmodel import select

from app.accounts import tokens
from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Event
from tests import pages
from tests.web.staff.conftest import NOW, Staff

WANTED = {
    "name": "The register",
    "inspectorate": "geti",
    "scopes": ["inspections:write", "inspections:read"],
    "days": "90",
}


async def test_a_token_is_shown_once(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    reply = await staff.browser.post("/staff/tokens", data=WANTED)
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    page = pages.read(reply.text)
    [text] = re.findall(r"pikir_\w{42}", reply.text)
    assert page.select_one(".code")
    async with staff.people.reading() as session:
        there = await tokens.bearer_of(session, text, NOW)
    assert there
    assert there.inspectorate_id == staff.geti.id
    assert (there.expires_at - NOW).days == 90
    again = await staff.browser.get("/staff/tokens")
    assert text not in again.text
    assert "The register" in pages.words(pages.read(again.text))


async def test_a_revoked_token_is_at_an_end(staff: Staff) -> None:
    person = await staff.become(ADMINISTRATOR)
    reply = await staff.browser.post("/staff/tokens", data=WANTED)
    [text] = re.findall(r"pikir_\w{42}", reply.text)
    form = pages.read(reply.text).select_one('form[action$="/revoke"]')
    assert form
    assert (await staff.browser.post(str(form["action"]))).status_code == 303
    async with staff.people.reading() as session:
        assert await tokens.bearer_of(session, text, NOW) is None
        events = await session.exec(select(Event).where(Event.person_id == person.id))
        acts = [(event.act, event.about) for event in events]
    assert ("made a token", "geti: The register") in acts
    assert any(act == "revoked a token" for act, _about in acts)
    assert (await staff.browser.post(str(form["action"]))).status_code == 409


async def test_what_is_missing_is_said_and_what_was_entered_stays(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    reply = await staff.browser.post("/staff/tokens", data={"name": "Kept", "days": "9999"})
    assert reply.status_code == 422
    page = pages.read(reply.text)
    assert page.title
    assert page.title.text.startswith("Error:")
    assert [link["href"] for link in page.select(".errors a")] == ["#inspectorate"]
    reply = await staff.browser.post(
        "/staff/tokens", data={"name": "Kept", "days": "9999", "inspectorate": "geti"}
    )
    page = pages.read(reply.text)
    assert [link["href"] for link in page.select(".errors a")] == ["#scopes", "#days"]
    field = page.select_one("#name")
    assert field
    assert field["value"] == "Kept"


async def test_a_name_in_force_is_not_given_twice(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    await staff.browser.post("/staff/tokens", data=WANTED)
    reply = await staff.browser.post("/staff/tokens", data=WANTED)
    assert reply.status_code == 422
    assert "There is a token of that name" in reply.text
