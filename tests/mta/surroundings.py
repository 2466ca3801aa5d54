"""What stands around the mail servers: a line that breaks, a greylist, the pipe for bounces."""

import asyncio
import os
import shlex
import signal
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

PATIENCE = 60.0  # seconds: the machine may be busy
_SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "bounce.sh"
_PIKIR = Path(sys.executable).with_name("pikir")
_DOT = b".\r\n"

Found = TypeVar("Found")


async def eventually(look: Callable[[], Found]) -> Found:
    """What `look` finds, as soon as it finds something: Postfix works when it likes."""
    async with asyncio.timeout(PATIENCE):
        while not (found := look()):  # noqa: ASYNC110  other programs set no event
            await asyncio.sleep(0.05)
    return found


@contextmanager
def bounce_pipe(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The program for Postfix's pipe. Postfix runs it as a user who may not read this
    installation, so it hands the mail to a loop of ours that runs the sample of the handbook.
    """
    folder.mkdir()
    (folder / "env").write_text(
        "".join(f"{name}={shlex.quote(value)}\n" for name, value in environment.items())
    )
    ours = _SAMPLE.read_text().replace("/etc/pikir/pikir.env", str(folder / "env"))
    (folder / "ours.sh").write_text(ours.replace("/opt/pikir/bin/pikir", str(_PIKIR)))
    for name in ("mail", "status"):
        os.mkfifo(folder / name)
        (folder / name).chmod(0o666)
    theirs = folder / "bounce.sh"
    theirs.write_text(f"#!/bin/sh\ncat > {folder}/mail\nexit $(cat {folder}/status)\n")
    theirs.chmod(0o755)
    loop = "while :; do sh ours.sh < mail > kind; echo $? > status; done"
    process = subprocess.Popen(["sh", "-c", loop], cwd=folder, start_new_session=True)
    try:
        yield str(theirs)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@asynccontextmanager
async def broken_line(port: int, *, gives: bool) -> AsyncIterator[str]:
    """The address of a way to the server at `port` that breaks at the final dot of a letter:
    when the server has taken it (`gives`), or before it gets to know that this was all.
    """

    async def serve(from_us: StreamReader, to_us: StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", port)
        answers = asyncio.create_task(_pass_on(from_server, to_us))
        async for line in from_us:
            if line == _DOT:
                answers.cancel()
                await asyncio.wait({answers})
                if gives:
                    to_server.write(line)
                    assert (await from_server.readline()).startswith(b"250")
                break
            to_server.write(line)
        for line_to in (to_us, to_server):
            line_to.transport.abort()
            with suppress(OSError):
                await line_to.wait_closed()

    async with _listening(serve) as own_port:
        yield f"smtp://127.0.0.1:{own_port}"


@asynccontextmanager
async def greylist() -> AsyncIterator[int]:
    """A policy server for Postfix, and its port: whoever is new comes again later."""
    known = set[bytes]()

    async def serve(asked: StreamReader, answer: StreamWriter) -> None:
        recipient = b""
        async for line in asked:
            if line.startswith(b"recipient="):
                recipient = line
            if line == b"\n":
                is_known = recipient in known or not recipient.startswith(b"recipient=new")
                known.add(recipient)
                action = b"DUNNO" if is_known else b"DEFER 4.7.1 Greylisted, come again"
                answer.write(b"action=" + action + b"\n\n")
        answer.close()

    async with _listening(serve) as port:
        yield port


@asynccontextmanager
async def _listening(
    serve: Callable[[StreamReader, StreamWriter], object],
) -> AsyncIterator[int]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)  # type: ignore[arg-type]
    port: int = server.sockets[0].getsockname()[1]
    try:
        yield port
    finally:
        server.close()


async def _pass_on(source: StreamReader, target: StreamWriter) -> None:
    async for line in source:
        target.write(line)
