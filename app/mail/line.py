"""One connection to the relay, and what can become of a letter on it."""

import re
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from aiosmtplib import SMTP, SMTPException, SMTPResponse

from app.mail import states
from app.mail.message import Message

_PATIENCE = 30.0  # seconds for one command
_LAST_PATIENCE = 600.0  # after the last byte, as RFC 5321 4.5.3.2.6 asks
_CLOSING = 421
_NOT_SIGNED_IN = (530, 535)  # our settings are wrong, not the letter
_ADDRESS = re.compile(r"<?[^\s<>\"',;:()]+@[^\s<>\"',;:()]+>?")


class Unreachable(Exception):
    """No line to the server could be had: this says nothing about the letter."""


class Later(Exception):
    """It was certainly not taken, and may be next time."""


class Refused(Exception):
    """It was certainly not taken, and never will be."""


class Uncertain(Exception):
    """All of it was given, and no answer came."""


class Line:
    """Connects when the first letter comes, and again when the connection was lost."""

    def __init__(self, connect: Callable[[], Awaitable[SMTP]], warn: Callable[[], None]) -> None:
        self._connect = connect
        self._warn = warn  # the server does not want us at all
        self._client: SMTP | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._client is not None and error is None:
            await self._quietly(self._client.quit)
        self._hang_up()

    async def send(self, message: Message) -> None:
        """The server has taken the letter on return; else raises one of the four above."""
        had_client = self._client is not None
        try:
            client = await self._announce(message)
        except Later:
            if not had_client or self._client is not None:
                raise
            # The server had closed an idle connection, which is its right: once more, on a new one.
            client = await self._announce(message)
        await self._hand_over(client, message.content)

    async def _announce(self, message: Message) -> SMTP:
        client = self._client = self._client or await self._connect()
        options: tuple[bytes, ...] = ()
        if message.needs_utf8:
            if not client.supports_extension("smtputf8"):
                raise Refused(states.LOCAL_PART)
            options = (b"SMTPUTF8",)
        try:
            await self._say(client, b"MAIL", _path("FROM", message.return_path), *options)
            await self._say(client, b"RCPT", _path("TO", message.recipient))
            await self._say(client, b"DATA")
        except (Later, Refused, Unreachable):
            if self._client is not None:
                await self._quietly(client.rset)
            raise
        return client

    async def _say(self, client: SMTP, *words: bytes) -> None:
        try:
            response = await client.execute_command(*words, timeout=_PATIENCE)
        except (SMTPException, OSError) as error:
            self._hang_up()
            raise Later(clean(str(error))) from error
        if response.code == _CLOSING:
            self._hang_up()
        if response.code in _NOT_SIGNED_IN:
            self._warn()
            raise Unreachable(_words(response))
        _judge(response)

    async def _hand_over(self, client: SMTP, content: bytes) -> None:
        """From the first byte on the letter may be taken without our knowing."""
        try:
            if client.protocol is None:
                raise SMTPException("Connection lost")
            client.protocol.write(content + b".\r\n")
            response = await client.protocol.read_response(timeout=_LAST_PATIENCE)
        except (SMTPException, OSError) as error:
            self._hang_up()
            raise Uncertain(clean(str(error))) from error
        if response.code == _CLOSING:
            self._hang_up()
        _judge(response)

    async def _quietly(self, command: Callable[[], Awaitable[SMTPResponse]]) -> None:
        try:
            await command()
        except (SMTPException, OSError):
            self._hang_up()

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def clean(words: str) -> str:
    """What may be stored and shown: on one line, short, without anybody's address."""
    printable = "".join(c if c.isprintable() else " " for c in words)
    return _ADDRESS.sub("<…>", " ".join(printable.split()))[:300]


def _judge(response: SMTPResponse) -> None:
    if response.code >= 500:
        raise Refused(_words(response))
    if response.code >= 400:
        raise Later(_words(response))


def _words(response: SMTPResponse) -> str:
    return clean(f"{response.code} {response.message}")


def _path(keyword: str, address: str) -> bytes:
    return f"{keyword}:<{address}>".encode()
