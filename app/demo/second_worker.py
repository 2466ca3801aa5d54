"""The demo's third process: the worker's acts that follow answers, while the first writes letters.

It reads a job from each line and answers with how much was done.
"""

import sys
from asyncio import Runner, StreamReader, StreamWriter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvloop

from app.demo.folder import Unusable
from app.demo.processes import process
from app.lib import clock
from app.settings import from_environment
from app.wiring import Wiring
from app.work import answers, directors, results


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
    async with process(__name__) as (done, orders):
        yield SecondWorker(orders, done)


async def _mix(wiring: Wiring) -> int:
    return sum(mixed.count for mixed in await answers.mix(wiring, clock.now()))


async def _draw(wiring: Wiring) -> int:
    return await results.draw(wiring, clock.now())


async def _release(wiring: Wiring) -> int:
    return len(await results.release(wiring, clock.now()))


async def _tell(wiring: Wiring) -> int:
    """With charts, which are drawn in this process alone."""
    told = await directors.tell_of_changes(wiring, clock.now())
    return told + await directors.write_digests(wiring, clock.now())


JOBS: dict[str, Callable[[Wiring], Coroutine[None, None, int]]] = {
    "mix": _mix,
    "draw": _draw,
    "release": _release,
    "tell": _tell,
}


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
