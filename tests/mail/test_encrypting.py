"""The line to the mail server is encrypted to whom it should be, or nothing is said on it."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from app.lib.db import Database
from app.mail import states
from app.mail.delivering import Delivered, deliver_due
from app.mail.outbox import Outbox
from app.mail.relay import Relay
from tests.making.certificates import certify
from tests.making.mail import letter, make_draft, post, smtp_server

pytestmark = [
    pytest.mark.usefixtures("clock"),
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True),
]

Trusted = Callable[[str], ssl.SSLContext]


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trusted:
    """Makes the server a certificate for a name, which this machine trusts."""

    def made(name: str) -> ssl.SSLContext:
        certificate, key = certify(tmp_path, name)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        return context

    return made


async def fare(people: Database, outbox: Outbox, context: ssl.SSLContext) -> tuple[Delivered, str]:
    """What became of one letter to a relay that is addressed as localhost."""
    (posted,) = await post(people, outbox, make_draft())
    async with smtp_server(starttls=context) as server:
        url = server.url.replace("smtp://127.0.0.1", "smtp+starttls://localhost")
        delivered = await deliver_due(people, outbox, Relay(url), worker="w1")
        assert len(server.envelopes) == delivered.sent
    found = await letter(people, posted)
    assert found.state == (states.SENT if delivered.sent else states.QUEUED)
    return delivered, found.reply or ""


async def test_a_letter_goes_to_a_server_whose_certificate_is_good(
    people: Database, outbox: Outbox, trusted: Trusted
) -> None:
    assert await fare(people, outbox, trusted("localhost")) == (Delivered(sent=1), "")


async def test_none_goes_to_a_server_that_has_another_name(
    people: Database, outbox: Outbox, trusted: Trusted
) -> None:
    delivered, reply = await fare(people, outbox, trusted("elsewhere.example"))
    assert delivered == Delivered()
    assert "certificate" in reply


async def test_nor_to_one_that_nobody_vouches_for(
    people: Database, outbox: Outbox, trusted: Trusted, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = trusted("localhost")
    monkeypatch.delenv("SSL_CERT_FILE")
    delivered, reply = await fare(people, outbox, context)
    assert delivered == Delivered()
    assert "certificate" in reply
