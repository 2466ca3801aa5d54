"""The demo's other processes. Each ends with its standard input, so also when we are killed."""

import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager


@asynccontextmanager
async def process(
    module: str, *arguments: str, sockets: Collection[int] = ()
) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
    """What it says and what it hears, until the block ends; `sockets` it is handed."""
    started = await create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        pass_fds=tuple(sockets),
        start_new_session=True,  # Ctrl-C is for us; it hears of it by its input
    )
    if started.stdin is None or started.stdout is None:
        raise TypeError("Both were asked for as pipes")
    try:
        yield started.stdout, started.stdin
    finally:
        started.stdin.close()
        await started.wait()
