"""Everybody's mailbox, and the mail server that fills it."""

from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPResponseException

from app.demo.folder import HOST, listening
from app.demo.mailbox import PER_PAGE, Mailbox
from app.demo.mailserver import mail_server
from app.mail.message import Marks, write
from tests.making.letters import make_message
from tests.making.mail import make_draft

NOON = datetime(2026, 8, 3, 6, tzinfo=UTC)


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with closing(Mailbox(tmp_path / "mailbox.sqlite3")) as box:
        yield box


@pytest.fixture
async def client(mailbox: Mailbox) -> AsyncIterator[SMTP]:
    with listening([0]) as listener:
        port = listener.getsockname()[1]
        async with mail_server(mailbox, listener), SMTP(hostname=HOST, port=port) as client:
            yield client


def test_a_letter_is_read_as_it_was_sent(mailbox: Mailbox) -> None:
    mailbox.keep("asel@mail.example", make_message(), NOON)
    [letter] = mailbox.page(1)
    assert letter.header("Subject") == "Текшерүү кандай өттү?"
    assert letter.part("plain").startswith("Салам!")
    assert "<p>Салам!</p>" in letter.part("html")
    assert letter.at == NOON


def test_the_newest_letters_stand_first_a_page_at_a_time(mailbox: Mailbox) -> None:
    for number in range(PER_PAGE + 1):
        mailbox.keep(f"{number}@mail.example", make_message(), NOON + timedelta(minutes=number))
    assert mailbox.page(1)[0].recipient == f"{PER_PAGE}@mail.example"
    assert [letter.recipient for letter in mailbox.page(2)] == ["0@mail.example"]
    assert mailbox.page(3) == []


def test_letters_are_found_by_a_part_of_the_address(mailbox: Mailbox) -> None:
    for recipient in ("a_b@mail.example", "axb@mail.example"):
        mailbox.keep(recipient, make_message(), NOON)
    assert mailbox.count("a_b") == 1
    assert mailbox.count("@mail") == 2
    assert mailbox.count("%") == 0


def test_a_reader_goes_on_where_they_stopped(mailbox: Mailbox) -> None:
    mailbox.keep("a@mail.example", make_message(), NOON)
    [first] = mailbox.after(0)
    assert list(mailbox.after(first.id)) == []
    mailbox.keep("b@mail.example", make_message(), NOON)
    assert [letter.recipient for letter in mailbox.after(first.id)] == ["b@mail.example"]


async def test_the_mail_server_keeps_what_it_takes(client: SMTP, mailbox: Mailbox) -> None:
    await _send(client, "asel@mail.example")
    assert mailbox.count("asel@mail.example") == 1


@pytest.mark.parametrize("recipient", ["a@maill.example", "closed.a@mail.example"])
async def test_the_mail_server_refuses_who_is_not_there(
    client: SMTP, mailbox: Mailbox, recipient: str
) -> None:
    assert await _refusal(client, recipient) == 550
    assert mailbox.count() == 0


async def test_a_careful_server_takes_a_letter_at_the_second_attempt(
    client: SMTP, mailbox: Mailbox
) -> None:
    assert await _refusal(client, "a@careful.example") == 451
    await _send(client, "a@careful.example")
    assert mailbox.count() == 1


async def _send(client: SMTP, recipient: str) -> None:
    await client.sendmail("opinion@geti.kg.example", [recipient], make_message())


async def _refusal(client: SMTP, recipient: str) -> int:
    await client.mail("opinion@geti.kg.example")
    with pytest.raises(SMTPResponseException) as refused:
        await client.rcpt(recipient)
    await client.rset()
    return refused.value.code


def test_a_letters_picture_is_shown_inside_it(mailbox: Mailbox) -> None:
    draft = make_draft(html='<img src="cid:chart@pikir">', picture=b64encode(b"\x89PNG").decode())
    message = write(draft, Marks("<one@pikir.test>", "bounce@pikir.test"), NOON)
    mailbox.keep("aida@mail.kg", message.content, NOON)
    [letter] = mailbox.page(1)
    assert letter.html.strip() == '<img src="data:image/png;base64,iVBORw==">'
