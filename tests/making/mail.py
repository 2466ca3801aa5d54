"""Makers of letters, and a real SMTP server with a script."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from ssl import SSLContext
from types import SimpleNamespace
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from app.lib import clock
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail.composing import Draft
from app.mail.delivering import Delivered, deliver_due
from app.mail.outbox import Outbox
from app.mail.relay import Relay
from app.mail.tables import Letter

DOMAIN = "pikir.test"
TAKEN = "250 OK"
DROP = "the server drops the connection"
TAKE_AND_DROP = "the server takes the letter and drops the connection before it says so"

# What the server says at "MAIL", "RCPT" or "DATA" to an address; TAKEN where there is no line.
Script = Callable[[str, str], str]


def make_draft(to: str = "aida@mail.kg", **changes: Any) -> Draft:
    return Draft(
        **{
            "kind": "invitation",
            "language": "ky",
            "sender_name": "Экологиялык инспекция",
            "sender": "survey@geti.gov.kg",
            "reply_to": "office@geti.gov.kg",
            "to": to,
            "subject": "Текшерүү жөнүндө пикириңиз",
            "text": "Урматтуу ишкер!\n\nhttps://pikir.test/s/abc\n",
            "html": "<p>Урматтуу ишкер!</p>\n<a href='https://pikir.test/s/abc'>Өтүү</a>\n",
            "list_unsubscribe": "https://pikir.test/u/xyz",
            "link": "https://pikir.test/s/abc",
            **changes,
        }
    )


def make_outbox(keys: KeyFolder) -> Outbox:
    return Outbox(keys, b"pepper" * 6, DOMAIN)


def print_of(address: str) -> bytes:
    """Any stable fingerprint: the outbox takes what it is given."""
    return sha256(address.encode()).digest()


async def post(
    database: Database,
    outbox: Outbox,
    *drafts: Draft,
    due_at: datetime | None = None,
    kept: bool = False,
) -> list[Letter]:
    async with database.transaction() as session:
        return [
            outbox.post(
                session, draft, due_at or clock.now(), to_print=print_of(draft.to), kept=kept
            )
            for draft in drafts
        ]


async def letter(database: Database, posted: Letter) -> Letter:
    """As it stands in the database now."""
    async with database.reading() as session:
        found = await session.get(Letter, posted.id)
    assert found
    return found


@dataclass
class Mailbox:
    """What the server took, in order, and how many connections it saw."""

    script: Script = lambda _verb, _to: TAKEN
    envelopes: list[Envelope] = field(default_factory=list)
    connections: int = 0
    url: str = ""
    _letters: list[EmailMessage] = field(default_factory=list)

    @property
    def letters(self) -> list[EmailMessage]:
        """Each is read once: a test looks again and again."""
        for envelope in self.envelopes[len(self._letters) :]:
            self._letters.append(parse(envelope.content))
        return list(self._letters)

    @property
    def recipients(self) -> list[str]:
        return [envelope.rcpt_tos[0] for envelope in self.envelopes]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", "", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer("RCPT", address, server)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self._answer("DATA", envelope.rcpt_tos[0], server)
        if answer in (TAKEN, TAKE_AND_DROP):
            self.envelopes.append(envelope)
        return answer

    def _answer(self, verb: str, to: str, server: SMTP) -> str:
        answer = self.script(verb, to)
        if answer in (DROP, TAKE_AND_DROP):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


@asynccontextmanager
async def smtp_server(
    script: Script = lambda _verb, _to: TAKEN, *, starttls: SSLContext | None = None
) -> AsyncIterator[Mailbox]:
    """With `starttls` it takes nothing before the line is encrypted."""
    mailbox = Mailbox(script)

    def connect() -> SMTP:
        mailbox.connections += 1
        # Not the mailbox itself: SMTP reads every attribute of its handler, all letters with it.
        acts = ("handle_MAIL", "handle_RCPT", "handle_DATA")
        handler = SimpleNamespace(**{act: getattr(mailbox, act) for act in acts})
        return SMTP(
            handler,
            hostname="relay.test",
            enable_SMTPUTF8=True,
            tls_context=starttls,
            require_starttls=starttls is not None,
        )

    server = await asyncio.get_running_loop().create_server(connect, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    mailbox.url = f"smtp://{host}:{port}"
    try:
        yield mailbox
    finally:
        server.close()
        await server.wait_closed()


def log_lines(queue_id: str, message_id: str, status: str | None) -> str:
    """As Postfix logs a letter that it took; without a status it has not tried yet."""
    start = "Nov 21 10:00:00 relay postfix"
    lines = [
        f"{start}/smtpd[1]: {queue_id}: client=pikir[127.0.0.1]",
        f"{start}/cleanup[2]: {queue_id}: message-id={message_id}",
        f"{start}/qmgr[3]: {queue_id}: from=<x@pikir.test>, size=2011, nrcpt=1 (queue active)",
    ]
    if status:
        to = "to=<aida@mail.kg>, relay=mx[192.0.2.1]:25, delay=0.3, dsn=2.0.0"
        lines.append(f"{start}/smtp[4]: {queue_id}: {to}, status={status}")
    return "".join(f"{line}\n" for line in lines)


def parse(content: bytes | str | None) -> EmailMessage:
    """As a mail program reads it."""
    assert isinstance(content, bytes)
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def written(message: EmailMessage) -> str:
    """The part for a terminal."""
    return _part(message, "plain")


def html(message: EmailMessage) -> str:
    return _part(message, "html")


def _part(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert part
    content = part.get_content()
    assert isinstance(content, str)
    return content


async def deliver(database: Database, outbox: Outbox, server: Mailbox) -> Delivered:
    """One round of a worker of its own."""
    return await deliver_due(database, outbox, Relay(server.url), worker="w1")


def pass_time(**time: float) -> None:
    """The clock steps on, by what a timedelta takes."""
    clock.step_to(clock.now() + timedelta(**time))
