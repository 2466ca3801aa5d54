"""The demo's third process: the worker's acts that follow answers, while the first writes letters.

It reads a job from each line and answers with how much was done. It ends when its standard input
does, so also when the first process is killed.
"""

import sys
from asyncio import Runner, StreamReader, StreamWriter
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

import uvloop

from app.demo.folder import Unusable
from app.lib import clock
from app.settings import from_environment
from app.wiring import Wiring
from app.work import answers, results


@dataclass(frozen=True)
class SecondWorker:
    """As the first process sees it."""

    _orders: StreamWriter
    _done: StreamReader

    async def do(self, job: str) -> int:
        """One of JOBS, at the time of the clock that all share: how much was done."""
        self._orders.write(f"{job}\n".encode())
        if line := await self._done.readline():
            return int(line)
        raise Unusable(f"The job {job!r} failed; what stands above says why.")


@asynccontextmanager
async def second_worker() -> AsyncIterator[SecondWorker]:
    """Up until the block ends."""
    process = await create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,  # Ctrl-C is for the first; it hears of it by its input
    )
    if process.stdin is None or process.stdout is None:
        raise TypeError("Both were asked for as pipes")
    try:
        yield SecondWorker(process.stdin, process.stdout)
    finally:
        process.stdin.close()
        await process.wait()


async def _mix(wiring: Wiring) -> int:
    return sum(mixed.count for mixed in await answers.mix(wiring, clock.now()))


async def _draw(wiring: Wiring) -> int:
    return await results.draw(wiring, clock.now())


async def _release(wiring: Wiring) -> int:
    return len(await results.release(wiring, clock.now()))


JOBS: Mapping[str, Callable[[Wiring], Coroutine[None, None, int]]] = MappingProxyType(
    {"mix": _mix, "draw": _draw, "release": _release}
)


def _work() -> None:
    with Runner(loop_factory=uvloop.new_event_loop) as runner:
        wiring = Wiring(from_environment())
        try:
            for line in sys.stdin:
                done = runner.run(JOBS[line.strip()](wiring))
                sys.stdout.write(f"{done}\n")
                sys.stdout.flush()
        finally:
            runner.run(wiring.close())


if __name__ == "__main__":
    _work()
