"""The mail server that takes our letters: how to reach it, and how much it is asked to take."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPException

from app.mail import line
from app.mail.breaking import Breaker
from app.mail.doubting import Doubt
from app.mail.line import Line, Unreachable, clean
from app.mail.pacing import Pace

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class Relay:
    """`smtp_url`: smtp://, smtps:// or smtp+starttls://, with user:password@ where needed.

    `log` is the server's own, if we may read it: see relaylog.py.
    """

    def __init__(
        self,
        smtp_url: str,
        connections: int = 1,
        *,
        per_minute: int | None = None,
        log: Path | None = None,
    ) -> None:
        self._url = urlsplit(smtp_url)
        self.connections = connections
        self.log = log
        self._breaker = Breaker()
        self.doubt = Doubt()
        self._pace = Pace(per_minute) if per_minute else None

    @property
    def server(self) -> str:
        """Where it is, without user and password."""
        url = self._url
        return f"{url.scheme}://{url.hostname}:{url.port or _PORTS[url.scheme]}"

    def is_probing(self) -> bool:
        """It has rested; one letter is tried before all the others."""
        return not self.is_resting() and (self._breaker.is_probing() or self.doubt.is_probing())

    def is_resting(self) -> bool:
        """A server that cannot be reached, or not be believed, is not hammered."""
        return self._breaker.is_resting() or self.doubt.is_resting()

    def portion(self, most: int) -> int:
        """How many letters it may be given now, up to `most`."""
        if self.is_resting():
            return 0
        if self.is_probing():
            most = 1
        return min(most, self._pace.portion()) if self._pace else most

    def spend(self, letters: int) -> None:
        """They are on their way: the next portion is smaller by so many."""
        if self._pace:
            self._pace.spend(letters)

    def line(self) -> Line:
        """A connection for many letters; see line.py."""
        return Line(self._connect, self._breaker)

    async def greet(self) -> None:
        """It answers, and knows our name and password; else Unreachable."""
        (await self._connect()).close()

    async def _connect(self) -> SMTP:
        client = self._client()
        try:
            await client.connect()
            await client.ehlo()
        except (SMTPException, OSError) as error:
            client.close()
            raise Unreachable(clean(str(error))) from error
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
            timeout=line.PATIENCE,
        )
