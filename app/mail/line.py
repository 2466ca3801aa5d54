"""One connection to the relay, and what can become of a letter on it."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from aiosmtplib import SMTP, SMTPException, SMTPResponse

from app.lib import clock
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.bounces.sorting import sort
from app.mail.breaking import Breaker
from app.mail.message import Message

PATIENCE = 30.0  # seconds for one command
LAST_PATIENCE = 600.0  # after the last byte, as RFC 5321 4.5.3.2.6 asks
_DONE = range(200, 300)
_GO_AHEAD = range(354, 355)
_NO = range(400, 600)
_CLOSING = 421
_NOT_SIGNED_IN = (530, 535)  # our settings are wrong, not the letter
_LINK = re.compile(r"https?://\S+|\S*/[su]/\S+")  # a filter may quote ours, with its ticket
_ADDRESS = re.compile(r"<?[^\s<>\"',;:()]+@[^\s<>\"',;:()]+>?")


class Unreachable(Exception):
    """No line to the server could be had: this says nothing about the letter."""


class Later(Exception):
    """It was certainly not taken, and may be next time."""


class Lost(Later):
    """The line broke, or what came over it was no answer, before the letter was given."""


class Refused(Exception):
    """It was certainly not taken, and never will be."""


class NobodyThere(Refused):
    """The server knows that there is no such address."""


class Uncertain(Exception):
    """It was given, and no answer came."""


class Line:
    """Connects when the first letter comes, and again when the connection was lost."""

    def __init__(self, connect: Callable[[], Awaitable[SMTP]], breaker: Breaker) -> None:
        self._connect = connect
        self._breaker = breaker
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

    async def send(self, message: Message, before: datetime) -> None:
        """The server has taken the letter on return; else raises one of those above.

        From `before` on the letter is not given any more: it may be somebody else's by then.
        """
        try:
            await self._send(message, before)
        except (Lost, Unreachable, Uncertain):
            self._breaker.failed()
            raise
        except (Later, Refused):
            self._breaker.worked()
            raise
        self._breaker.worked()

    async def _send(self, message: Message, before: datetime) -> None:
        had_client = self._client is not None
        try:
            client = await self._announce(message)
        except Lost:
            if not had_client:
                raise
            # The server had closed an idle connection, which is its right: once more, on a new one.
            client = await self._announce(message)
        if clock.now() >= before:
            self._hang_up()
            raise Lost("This took too long")
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
            await self._name_recipient(client, message.recipient)
            await self._say(client, b"DATA", wanted=_GO_AHEAD)
        except (Later, Refused, Unreachable):
            if self._client is not None:
                await self._quietly(client.rset)
            raise
        return client

    async def _name_recipient(self, client: SMTP, address: str) -> None:
        try:
            await self._say(client, b"RCPT", _path("TO", address))
        except Refused as error:
            words = str(error)
            raise (NobodyThere if sort("", words) is Kind.HARD else Refused)(words) from error

    async def _say(self, client: SMTP, *words: bytes, wanted: range = _DONE) -> None:
        try:
            response = await client.execute_command(*words, timeout=PATIENCE)
        except (SMTPException, OSError) as error:
            self._hang_up()
            raise Lost(clean(str(error))) from error
        if response.code in _NOT_SIGNED_IN:
            raise Unreachable(_words(response))
        if response.code == _CLOSING or response.code not in {*wanted, *_NO}:
            self._hang_up()
            raise Lost(_words(response))
        _judge(response)

    async def _hand_over(self, client: SMTP, content: bytes) -> None:
        """From the first byte on the letter may be taken without our knowing."""
        try:
            if client.protocol is None:
                raise SMTPException("Connection lost")
            client.protocol.write(content + b".\r\n")
            response = await client.protocol.read_response(timeout=LAST_PATIENCE)
        except (SMTPException, OSError) as error:
            self._hang_up()
            raise Uncertain(clean(str(error))) from error
        if response.code == _CLOSING:
            self._hang_up()
        if response.code not in {*_DONE, *_NO}:
            self._hang_up()
            raise Uncertain(_words(response))
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
    """What may be stored and shown: on one line, short, without links and anybody's address."""
    printable = "".join(c if c.isprintable() else " " for c in words[:2000])
    return _ADDRESS.sub("<…>", _LINK.sub("<…>", " ".join(printable.split())))[:300]


def _judge(response: SMTPResponse) -> None:
    if response.code >= 500:
        raise Refused(_words(response))
    if response.code >= 400:
        raise Later(_words(response))


def _words(response: SMTPResponse) -> str:
    return clean(f"{response.code} {response.message}")


def _path(keyword: str, address: str) -> bytes:
    return f"{keyword}:<{address}>".encode()
