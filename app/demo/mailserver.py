"""A real SMTP server on the loopback address; like real ones it does not take every letter."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session

from app.demo.mailbox import Mailbox
from app.demo.register.firms import CAREFUL_DOMAIN, CLOSED, MISSPELT_DOMAIN
from app.lib import clock


class _Handler:
    """What the server says; aiosmtpd finds these methods by their names."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._met: set[str] = set()

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        local, domain = address.lower().rsplit("@", 1)
        if domain == MISSPELT_DOMAIN:
            return "550 5.1.2 There is no such domain"
        if local.startswith(CLOSED):
            return "550 5.1.1 This mailbox has been closed"
        if domain == CAREFUL_DOMAIN and address not in self._met:
            self._met.add(address)
            return "451 4.7.1 Greylisted: please try again in five minutes"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 5.6.0 There is nothing in this letter"
        for recipient in envelope.rcpt_tos:
            self._mailbox.keep(recipient, content, clock.now())
        return "250 Kept in the mailbox of the demonstration"


@asynccontextmanager
async def mail_server(mailbox: Mailbox, listener: socket.socket) -> AsyncIterator[None]:
    """Takes letters while it is up."""
    loop = asyncio.get_running_loop()
    handler = _Handler(mailbox)

    def protocol() -> SMTP:
        return SMTP(handler, enable_SMTPUTF8=True, hostname="mail.example", loop=loop)

    server = await loop.create_server(protocol, sock=listener)
    try:
        yield
    finally:
        server.close()
