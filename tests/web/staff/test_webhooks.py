"""The administrators' page of webhooks: a secret shown once, a test, what failed, an end."""

import re
from datetime import timedelta

from sqlmodel import select

from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Event
from app.lib import clock as the_clock
from app.publications.tables import WebhookMessage
from app.publications.webhooks.delivering import deliver_due
from app.publications.webhooks.sending import Sender
from app.publications.webhooks.signing import Vault
from app.settings import Settings
from tests import pages
from tests.making.webhooks import receiving, status
from tests.web.staff.conftest import Staff

HERE = "/staff/webhooks"


async def test_a_secret_is_shown_once(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    data = {"url": "https://hooks.example/x", "inspectorate": "geti"}
    reply = await staff.browser.post(HERE, data=data)
    assert reply.status_code == 200
    page = pages.read(reply.text)
    [secret] = re.findall(r"whsec_[\w+/=]+", reply.text)
    again = await staff.browser.get(HERE)
    assert secret not in again.text
    assert "https://hooks.example/x" in pages.words(pages.read(again.text))
    assert page.select_one('form[action$="/test"]')
    twice = await staff.browser.post(HERE, data=data)
    assert twice.status_code == 422


async def test_an_address_inside_is_refused_and_stays_in_its_field(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    for url in ("https://10.0.0.1/", "ftp://hooks.example", "https://[::ffff:10.0.0.1]/", ""):
        reply = await staff.browser.post(HERE, data={"url": url})
        assert reply.status_code == 422
        page = pages.read(reply.text)
        assert [link["href"] for link in page.select(".errors a")] == ["#url"]
        field = page.select_one("#url")
        assert field
        assert field["value"] == url
    reply = await staff.browser.post(HERE, data={"url": "https://h.example", "inspectorate": "x"})
    assert [link["href"] for link in pages.read(reply.text).select(".errors a")] == [
        "#inspectorate"
    ]


async def test_what_failed_is_said_and_a_test_begins_anew(staff: Staff, settings: Settings) -> None:
    person = await staff.become(ADMINISTRATOR)
    sender = Sender(Vault(settings.pepper), settings.base_url)
    async with receiving() as receiver:
        await staff.browser.post(HERE, data={"url": receiver.url})
        page = pages.read((await staff.browser.get(HERE)).text)
        form = page.select_one('form[action$="/test"]')
        assert form
        for behaviour, words in (
            (status(503), "will be tried again. The answer was: 503."),
            (status(410), "wants no more messages (410)"),
            (status(204), "Delivered."),
        ):
            receiver.behaviours = [behaviour]
            assert (await staff.browser.post(str(form["action"]))).status_code == 303
            at = the_clock.now() + timedelta(minutes=10)
            async with staff.people.transaction() as session:
                for old in await session.exec(select(WebhookMessage)):
                    if old.tries:
                        await session.delete(old)
            await deliver_due(staff.people, sender, at)
            assert words in pages.words(pages.read((await staff.browser.get(HERE)).text))
    removing = str(form["action"]).replace("/test", "/remove")
    assert (await staff.browser.post(removing)).status_code == 303
    assert receiver.url not in (await staff.browser.get(HERE)).text
    assert (await staff.browser.post(removing)).status_code == 404
    async with staff.people.reading() as session:
        events = await session.exec(select(Event).where(Event.person_id == person.id))
        acts = {event.act for event in events}
    assert {"added a webhook", "tried a webhook", "removed a webhook"} <= acts
