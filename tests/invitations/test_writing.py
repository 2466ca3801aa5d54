"""The letters as an entrepreneur's mail program shows them, in each language."""

from datetime import timedelta
from email.message import EmailMessage

import html5lib
import pytest
from bs4 import BeautifulSoup

from app.invitations.inviting import Inviter, invite_due
from app.invitations.reminding import remind_due
from app.lib import clock
from app.lib.dates import official
from app.lib.db import Database
from app.lib.i18n import LANGUAGES, speaking
from app.mail.composing import TERMINAL
from app.mail.delivering import deliver_due
from app.mail.relay import Relay
from tests.making.invitations import make_inviting_box
from tests.making.mail import Mailbox, html, written
from tests.making.registry import NOW, make_inspection, make_inspectorate

pytestmark = pytest.mark.usefixtures("clock")


async def received(
    people: Database, inviter: Inviter, server: Mailbox, language: str, **inspected: str
) -> EmailMessage:
    """The invitation to one inspection, as the server took it."""
    clock.step_to(NOW)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        make_inviting_box(session, geti)
        await make_inspection(session, geti, language=language, **inspected)  # type: ignore[arg-type]
    await invite_due(people, inviter, NOW, limit=10)
    clock.step_to(NOW + timedelta(days=1))
    await deliver_due(people, inviter.outbox, Relay(server.url), worker="w1")
    return server.letters[0]


def links(message: EmailMessage) -> list[str]:
    page = BeautifulSoup(html(message), "html.parser")
    return [str(link["href"]) for link in page.find_all("a")]


async def test_a_business_that_is_called_like_a_link_is_not_one_in_the_letter(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    name = "Приз: https://evil.example, evil@evil.kg"
    message = await received(people, inviter, server, "en", business_name=name)
    for part in (written(message), BeautifulSoup(html(message), "html.parser").get_text()):
        assert "Приз: https: evil. example, evil @ evil. kg" in " ".join(part.split())
    assert not any("evil" in link for link in links(message))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_both_parts_lead_to_the_same_link_and_to_the_other_languages(
    people: Database, inviter: Inviter, server: Mailbox, language: str
) -> None:
    message = await received(people, inviter, server, language)
    link = next(one for one in links(message) if "/s/" in one)
    base, _, shown = link.partition("?lang=")
    assert shown == language
    inviter.tickets.read(base.rpartition("/")[2])
    for one in LANGUAGES:
        assert f"{base}?lang={one}" in links(message)
        assert f"{base}?lang={one}" in written(message)
    assert message["Content-Language"] == language
    assert f'<html lang="{language}">' in html(message)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_letter_names_the_act_the_business_and_those_who_ask(
    people: Database, inviter: Inviter, server: Mailbox, language: str
) -> None:
    message = await received(
        people, inviter, server, language, act_number="77/Б", business_name="Ала-Тоо & Ко"
    )
    page = BeautifulSoup(html(message), "html.parser").get_text()
    with speaking(language):
        assert official(NOW.date().replace(month=7, day=20), "on") in message["Subject"]
        expected = [
            official(NOW.date().replace(month=7, day=20)),
            official(NOW.date().replace(month=11, day=14), "until"),
        ]
    expected += [
        "77/Б",
        "Ала-Тоо & Ко",
        f"geti {language}",
        "Aida Asanova",
        f"head {language}",
        "Please answer.",
        "minister@geti.kg.example",
        "director@geti.kg.example",
        "office@geti.kg.example",
        "+996 312 000000",
    ]
    flat = " ".join(written(message).split())
    for words in expected:
        assert words in page
        assert words in flat


async def test_the_written_part_fits_a_terminal(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    message = await received(people, inviter, server, "en")
    lines = written(message).splitlines()
    assert all(len(line) <= TERMINAL or "://" in line for line in lines)
    assert "\n\n\n" not in written(message)


async def test_the_html_part_is_valid_and_needs_nothing_from_elsewhere(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    text = html(await received(people, inviter, server, "ky"))
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(text)
    page = BeautifulSoup(text, "html.parser")
    assert not page.find_all(["img", "script", "link", "style", "svg", "form"])
    assert page.body and page.body["bgcolor"]
    assert "light only" in text


async def test_a_name_cannot_break_out_of_the_html_part(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    message = await received(
        people, inviter, server, "ru", business_name="<script>alert(1)</script>"
    )
    assert "<script>" not in html(message)
    assert "<script>alert(1)</script>" in written(message)


async def test_one_click_stops_all_further_letters(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    message = await received(people, inviter, server, "kk")
    stop = message["List-Unsubscribe"].strip("<>")
    assert f"{stop}?lang=kk" in links(message)  # whoever presses reads on in their language
    assert f"{stop}?lang=kk" in written(message)
    assert stop.startswith("https://pikir.test/u/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_reminder_says_that_nobody_knows_who_has_answered(
    people: Database, inviter: Inviter, server: Mailbox, language: str
) -> None:
    await received(people, inviter, server, language)
    clock.step_to(NOW + timedelta(days=9))
    await remind_due(people, inviter, clock.now(), limit=10)
    await deliver_due(people, inviter.outbox, Relay(server.url), worker="w1")
    invitation, reminder = server.letters
    with speaking(language):
        assert official(NOW.date().replace(month=11, day=14), "until") in reminder["Subject"]
    assert {one for one in links(reminder) if "/s/" in one} == {
        one for one in links(invitation) if "/s/" in one
    }


async def test_the_letter_promises_no_more_than_the_page_keeps(
    people: Database, inviter: Inviter, server: Mailbox
) -> None:
    message = await received(people, inviter, server, "en")
    flat = " ".join(written(message).split())
    assert "Questions: 12. Time: about 3 min. You may skip any question that is not marked" in flat
