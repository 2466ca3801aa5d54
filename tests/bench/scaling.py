"""What one machine carries: both engines, one and two web processes, one and two workers."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from app.ballots import mixing
from app.ballots.content import Content
from app.lib import clock
from app.results.auditing.attacking import may_show
from app.settings import Settings
from app.wiring import Wiring
from tests.bench.letters import sink
from tests.bench.load import Measured, get, load, post
from tests.bench.preparing import server as web_process
from tests.bench.report import Report
from tests.bench.web import body
from tests.databases import Pair
from tests.engine.server import server as own_postgres
from tests.faults.answering import prepare
from tests.faults.house import environment, home, nursery
from tests.making.ballots import NOON
from tests.making.mail import make_draft, print_of

_REQUESTS = 3000
_AT_ONCE = 16
_LETTERS = 1500
_ENVELOPES = 10_000


@dataclass
class Engine:
    name: str
    pair: Pair
    folder: Path
    numbers: Iterator[int]

    def home(self) -> Settings:
        place = self.folder / f"{self.name}-{next(self.numbers)}"
        place.mkdir()
        return home(*self.pair.copy(place), place)


async def measure(folder: Path, report: Report) -> None:
    (folder / "clock").write_text("0")
    with _clock(folder / "clock"), own_postgres() as postgres:
        for name, address in (("SQLite", None), ("PostgreSQL", postgres.address)):
            engine = Engine(name, Pair(folder, address), folder, count())
            for processes in (1, 2):
                await _web(engine, processes, report)
            for workers in (1, 2):
                await _letters(engine, workers, report)
            await _mixing(engine, report)


@contextmanager
def _clock(file: Path) -> Iterator[None]:
    os.environ[clock.FILE] = str(file)
    clock.step_to(NOON)
    yield
    del os.environ[clock.FILE]


async def _web(engine: Engine, processes: int, report: Report) -> None:
    settings = engine.home()
    wiring = Wiring(settings)
    links = [f"/s/{token}" for token in await prepare(wiring, _REQUESTS)]
    await wiring.close()
    filled = body()
    looking, answering = [get(link) for link in links], [post(link, filled) for link in links]
    async with _served(settings, processes) as served:
        for name, requests in (("looking", looking), ("answering", answering)):
            before = _processor_seconds(served)
            measured = await _spread([port for port, _pid in served], requests)
            each = (_processor_seconds(served) - before) / len(requests) * 1e6
            rate = sum(one.per_second for one in measured)
            worst = max(one.p99 for one in measured)
            assert all(set(one.statuses) <= {200, 303} for one in measured)
            figures = f"{rate:8,.0f}/s   p99 {worst:5.1f} ms   processor {each:5,.0f} us each"
            report.line(f"{engine.name}, {processes} web, {name}", figures)


@asynccontextmanager
async def _served(settings: Settings, processes: int) -> AsyncIterator[list[tuple[int, int]]]:
    """Ports and process ids."""
    async with AsyncExitStack() as stack:
        given = os.environ | environment(settings)
        yield [
            stack.enter_context(web_process("app.main:create_app", given))[:2]
            for _ in range(processes)
        ]


def _processor_seconds(served: list[tuple[int, int]]) -> float:
    """Of the web processes, so far: it says something on a busy machine, too."""
    ticks = 0
    for _port, pid in served:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _spread(ports: list[int], requests: list[bytes]) -> list[Measured]:
    each = _AT_ONCE // len(ports)
    shares = [requests[n :: len(ports)] for n in range(len(ports))]
    loads = (load(port, share, each) for port, share in zip(ports, shares, strict=True))
    return await asyncio.gather(*loads)


async def _letters(engine: Engine, workers: int, report: Report) -> None:
    with sink() as port:
        settings = replace(engine.home(), smtp_url=f"smtp://127.0.0.1:{port}")
        wiring = Wiring(settings)
        async with wiring.people.transaction() as session:
            for number in range(_LETTERS):
                to = f"firm{number}@mail.kg"
                draft = make_draft(to)
                wiring.outbox.post(session, draft, NOON, to_print=print_of(to))
        await wiring.close()
        async with AsyncExitStack() as stack:
            nurses = [
                await stack.enter_async_context(nursery(engine.folder)) for _ in range(workers)
            ]
            began = time.perf_counter()
            await asyncio.gather(*(nurse.run("deliver", settings) for nurse in nurses))
            took = time.perf_counter() - began
    report.line(f"{engine.name}, {workers} workers, letters", f"{_LETTERS / took:8,.0f}/s")


async def _mixing(engine: Engine, report: Report) -> None:
    wiring = Wiring(engine.home())
    tokens = await prepare(wiring, _ENVELOPES)
    await wiring.casting.start()
    began = time.perf_counter()
    for start in range(0, _ENVELOPES, 32):
        some = tokens[start : start + 32]
        await asyncio.gather(*(_cast(wiring, token) for token in some))
    cast = time.perf_counter() - began
    report.line(f"{engine.name}, casting alone", f"{_ENVELOPES / cast:8,.0f}/s")
    began = time.perf_counter()
    (mixed,) = await mixing.mix(
        wiring.ballots, wiring.keys, wiring.batch_folder, wiring.shelf, may_show
    )
    took = time.perf_counter() - began
    assert mixed.count == _ENVELOPES
    report.line(f"{engine.name}, mixing {_ENVELOPES:,} envelopes", f"{took:8.1f} s")
    await wiring.close()


async def _cast(wiring: Wiring, token: str) -> None:
    questionnaire = wiring.shelf.latest("post-inspection")
    closed = {
        question.id: question.options[0].value
        for question in questionnaire.questions
        if question.options
    }
    remark = {"remark": "Алдын ала кабарлагыла. " * 5}
    content = Content(dict(closed), remark, token[:16])
    await wiring.casting.cast(wiring.tickets.read(token), content, NOON)
