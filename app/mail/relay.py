"""The mail server that takes our letters: how to reach it, and when to leave it alone."""

from datetime import datetime
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPException

from app.lib import clock
from app.mail import states
from app.mail.line import Line, Unreachable, clean

_FAILURES_IN_A_ROW = 3
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class Relay:
    """`smtp_url`: smtp://, smtps:// or smtp+starttls://, with user:password@ where needed."""

    def __init__(self, smtp_url: str, connections: int = 4) -> None:
        self._url = urlsplit(smtp_url)
        self.connections = connections
        self._failures = 0
        self._rests_until: datetime | None = None

    def is_resting(self) -> bool:
        """After several failures to connect, for a minute: a dead server is not hammered."""
        return self._rests_until is not None and clock.now() < self._rests_until

    def line(self) -> Line:
        """A connection for many letters; see line.py."""
        return Line(self._connect, self._count_failure)

    async def _connect(self) -> SMTP:
        client = self._client()
        try:
            await client.connect()
            await client.ehlo()
        except (SMTPException, OSError) as error:
            client.close()
            self._count_failure()
            raise Unreachable(clean(str(error))) from error
        self._failures = 0
        return client

    def _client(self) -> SMTP:
        url = self._url
        return SMTP(
            hostname=url.hostname,
            port=url.port or _PORTS[url.scheme],
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            use_tls=url.scheme == "smtps",
            start_tls=url.scheme == "smtp+starttls",
            timeout=30,
        )

    def _count_failure(self) -> None:
        self._failures += 1
        if self._failures >= _FAILURES_IN_A_ROW:
            self._rests_until = clock.now() + states.UNREACHABLE_FOR
