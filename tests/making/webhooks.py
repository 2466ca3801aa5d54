"""A receiver of webhooks: a real server on a real socket, which may misbehave."""

import asyncio
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Behaviour = Callable[[StreamWriter], Awaitable[None]]


@dataclass
class Received:
    """One request. Names of headers are in lower case."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`behaviours` are used up one by one; after the last all is well."""

    port: int = 0
    behaviours: list[Behaviour] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    first: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?key=1"

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            line, *rest = head.strip().split("\r\n")
            headers = {name.lower(): value for name, value in (one.split(": ") for one in rest)}
            body = await reader.readexactly(int(headers["content-length"]))
            self.received.append(Received(line, headers, body))
            self.first.set()
            await (self.behaviours.pop(0) if self.behaviours else status(204))(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def status(number: int, *headers: str) -> Behaviour:
    async def behave(writer: StreamWriter) -> None:
        lines = [f"HTTP/1.1 {number} So", "Content-Length: 0", *headers, "", ""]
        writer.write("\r\n".join(lines).encode())
        await writer.drain()

    return behave


async def hang_up(_writer: StreamWriter) -> None:
    """Without a word."""


async def say_nothing(_writer: StreamWriter) -> None:
    await asyncio.sleep(60)


async def talk_without_end(writer: StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"x" * 65536)
        await writer.drain()


async def head_without_end(writer: StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for _line in range(100_000):
        writer.write(b"X: " + b"x" * 1000 + b"\r\n")
        await writer.drain()


@asynccontextmanager
async def receiving(trusted: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=trusted)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
