"""A mail server that does one thing wrong, at one verb, until it is told to behave."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

VERBS = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "dot")
MANNERS = ("4xx", "5xx", "hang", "drop", "garbage", "slow")
# A worker of the harness waits 2 s where the real one waits 30: time runs fifteen times as fast.
ONE_SECOND = 1 / 15
_GOOD = {
    "connect": "220 relay.test",
    "EHLO": "250-relay.test\r\n250 8BITMIME",
    "STARTTLS": "220 go ahead",
    "DATA": "354 go on",
}
_BAD = {
    "4xx": b"451 4.3.0 later\r\n",
    "5xx": b"550 5.7.1 never\r\n",
    "garbage": b"\xff\xfe\x00 what? \r\n",
}


class Misbehaving:
    def __init__(self, verb: str = "", manner: str = "") -> None:
        self.verb = verb
        self.manner = manner
        self.url = ""
        self.taken: Counter[str] = Counter()
        self.over = asyncio.Event()
        self._met: set[str] = set()

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, EOFError, _Gone):
            await self._say(writer, "connect")
            to = ""
            while line := (await reader.readline()).decode("utf-8", "replace").strip():
                verb = line.split(maxsplit=1)[0].upper()
                if verb == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                await self._say(writer, verb, to)
                if verb == "DATA":
                    await self._take(reader, writer, to)
                if verb == "QUIT":
                    break
        writer.transport.abort()

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to: str
    ) -> None:
        if (self.verb, self.manner) == ("DATA", "drop inside"):
            raise _Gone
        await reader.readuntil(b"\r\n.\r\n")
        if self.verb != "dot" or self.manner in ("slow", "take and drop", "take and hang"):
            self.taken[to] += 1
        await self._say(writer, "dot")

    async def _say(self, writer: asyncio.StreamWriter, verb: str, to: str = "") -> None:
        good = f"{_GOOD.get(verb, '250 OK')}\r\n".encode()
        if verb != self.verb:
            writer.write(good)
            return
        match self.manner:
            case "hang" | "take and hang":
                await self.over.wait()
                raise _Gone
            case "drop" | "take and drop":
                raise _Gone
            case "slow":
                for byte in good:
                    writer.write(bytes([byte]))
                    await asyncio.sleep(ONE_SECOND)
            case "greylist" if to not in self._met:
                self._met.add(to)
                writer.write(b"450 4.2.0 greylisted, try again in five minutes\r\n")
            case manner:
                writer.write(_BAD.get(manner, good))


class _Gone(Exception):
    """The server hangs up."""


@asynccontextmanager
async def misbehaving(server: Misbehaving) -> AsyncIterator[Misbehaving]:
    running = await asyncio.start_server(server.converse, "127.0.0.1", 0)
    host, port = running.sockets[0].getsockname()
    server.url = f"smtp://{host}:{port}"
    try:
        yield server
    finally:
        server.over.set()
        running.close()
