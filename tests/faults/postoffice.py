"""A mail server that counts what it takes, keeps a log as Postfix does, and kills its client."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.making.mail import log_lines, parse, written

# In the order of a conversation; "dot" is after the letter was taken, "reply" after that was said.
VERBS = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "dot", "reply")


class PostOffice:
    """`kill` is called when the verb that is armed has come up so many times."""

    def __init__(self, log: Path | None = None, latency: float = 0.0) -> None:
        self.url = ""
        self.taken: Counter[str] = Counter()  # by recipient
        self.marks: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)  # Message-ID, link
        self.armed: tuple[str, int] | None = None
        self.kill: Callable[[], None] = lambda: None
        self.busy = asyncio.Event()  # the first letter of this client has been announced
        self._log = log
        self._latency = latency

    async def come_to(self, verb: str) -> None:
        if self._latency:
            await asyncio.sleep(self._latency)
        if self.armed and self.armed[0] == verb:
            self.armed = (verb, self.armed[1] - 1)
            if self.armed[1] <= 0:
                self.armed = None
                self.kill()

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        session.host_name = name
        await self.come_to("connect")
        await self.come_to("EHLO")
        return said

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.busy.set()
        await self.come_to("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.come_to("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self._take(envelope)
        await self.come_to("dot")
        asyncio.get_running_loop().call_soon(self._after_reply)
        return "250 OK"

    def _after_reply(self) -> None:
        if self.armed and self.armed[0] == "reply":
            self.armed = None
            self.kill()

    def _take(self, envelope: Envelope) -> None:
        letter, to = parse(envelope.content), envelope.rcpt_tos[0]
        link = re.search(r"https?://\S+", written(letter))
        assert link
        self.taken[to] += 1
        self.marks[to].add((str(letter["Message-ID"]), link[0]))
        if self._log:
            queue_id = f"{sum(self.taken.values()):X}"
            with self._log.open("a") as log:
                log.write(log_lines(queue_id, str(letter["Message-ID"]), "sent (250 OK)"))


class _Conversation(SMTP):
    """Kills before it lets the client give its letter, too."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        await self.event_handler.come_to("DATA")
        await super().smtp_DATA(arg)


@asynccontextmanager
async def post_office(log: Path | None = None, latency: float = 0.0) -> AsyncIterator[PostOffice]:
    office = PostOffice(log, latency)

    def connect() -> SMTP:
        return _Conversation(office, hostname="relay.test", enable_SMTPUTF8=True)

    server = await asyncio.get_running_loop().create_server(connect, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    office.url = f"smtp://{host}:{port}"
    try:
        yield office
    finally:
        server.close()
