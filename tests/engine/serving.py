"""`pikir serve`, as an operator starts it."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.demo.folder import listening
from app.settings import Settings
from tests.faults.answering import ready
from tests.faults.house import environment


@dataclass(frozen=True)
class Served:
    address: str
    pid: int


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Served]:
    """One web process, without a worker."""
    with listening() as free:
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "serve", "--no-worker", "--port", str(port)),
        env=os.environ | environment(settings),
        stderr=DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        await ready(address)
        yield Served(address, process.pid)
    finally:
        process.kill()
        await process.wait()
