"""The director's report as a page, at a hundred, ten thousand and a million answers."""

import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import httpx
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import DIRECTOR
from app.ballots.tables import Snapshot
from app.lib import clock
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.results.facts import Facts
from app.work import results
from tests.bench.preparing import Prepared, prepare, server
from tests.bench.report import Report
from tests.making.accounts import make_cookie, make_person
from tests.making.invitations import make_inviting_box
from tests.making.results import make_facts, make_questionnaire

SIZES = (100, 10_000, 1_000_000)
DRAWN = 2_000  # answers; more are these, many times over
TIMES = 60

_STATEMENTS = Path(__file__).parent


async def measure(folder: Path, report: Report) -> None:
    """In turn, so that all sizes meet the machine in the same moods."""
    with ExitStack() as stack:
        pages = {}
        for size in SIZES:
            (folder / str(size)).mkdir()
            prepared = await prepare(folder / str(size))
            path, cookie = await _fill(prepared, size)
            running = server("app.main:create_app", prepared.environment)
            port, _pid, _seconds = stack.enter_context(running)
            browser = httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies={"pikir": cookie})
            pages[size] = (stack.enter_context(browser), path)
        first = {size: _look(browser, path) for size, (browser, path) in pages.items()}
        took: dict[int, list[float]] = {size: [] for size in SIZES}
        for _ in range(TIMES):
            for size, (browser, path) in pages.items():
                took[size].append(_look(browser, path))
    _tell(report, first, {size: median(of) for size, of in took.items()})


def _tell(report: Report, first: Mapping[int, float], typical: Mapping[int, float]) -> None:
    for size in SIZES:
        words = f"{typical[size]:.1f}; the very first look {first[size]:.0f}"
        report.line(f"the report page, {size:,} answers, ms", words)
    least, most = min(typical.values()), max(typical.values())
    report.goal("  the slowest of them beside the fastest", most / least, at_most=1.2)


async def _fill(prepared: Prepared, size: int) -> tuple[str, str]:
    """The page's address, and a director's cookie."""
    wiring = prepared.wiring()
    now = clock.now()
    quarter = Quarter.of(now.date())
    async with wiring.people.transaction() as session:
        body = await inspectorates.named(session, "geti")
        make_inviting_box(
            session, body, id=prepared.box_id, quarter=str(quarter), closes_on=quarter.closes_on
        )
        await session.flush()
        # Half as many inspections again as answers, each with its letter.
        given = {
            "n": size * 3 // 2, "one": "f" * 32, "inspectorate": body.id.hex,
            "box": prepared.box_id, "year": quarter.year, "quarter": str(quarter),
            "day": str(quarter.first_day), "moment": f"{quarter.first_day} 06:00:00.000000",
        }  # fmt: skip
        await _execute(session, "records.sql", given)
    async with wiring.ballots.transaction() as session:
        await _execute(session, "answers.sql", {"n": size, "box": prepared.box_id})
        session.add_all(_snapshots(prepared.box_id, quarter, size))
    await results.draw(wiring, clock.now())  # as the worker does
    person = await make_person(
        wiring.people, role=DIRECTOR, inspectorate_id=body.id, password="four horses near the lake"
    )
    cookie = await make_cookie(wiring.people, person, now)
    await wiring.close()
    return f"/staff/report/geti/{quarter.slug}", cookie


async def _execute(session: AsyncSession, name: str, given: Mapping[str, object]) -> None:
    connection = await session.connection()
    for statement in (_STATEMENTS / name).read_text().split(";\n")[:-1]:
        await connection.execute(text(statement), given)


def _snapshots(box_id: str, quarter: Quarter, size: int) -> list[Snapshot]:
    facts, times = _facts(quarter, size)
    cells = {"all": facts.whole} | {f"region:{code}": of for code, of in facts.regions.items()}
    return [
        Snapshot(
            box_id=box_id, cell=cell, question=question, base=tally.answered * times,
            counts={option: n * times for option, n in tally.counts.items()},
        )
        for cell, tallies in cells.items()
        for question, tally in tallies.items()
    ]  # fmt: skip


def _facts(quarter: Quarter, size: int) -> tuple[Facts, int]:
    drawn = min(size, DRAWN)
    return make_facts(make_questionnaire(), quarter, answers=drawn), size // drawn


def _look(browser: httpx.Client, path: str) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    reply = browser.get(path, timeout=60)
    took = time.perf_counter() - began
    if reply.status_code != httpx.codes.OK:
        raise SystemExit(f"{path}: {reply.status_code}")
    return took * 1000
