"""A report's numbers: reading the cells that are shown, and what they compose to."""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from app.ballots.showing import shown
from app.ballots.tables import Box, Snapshot
from app.lib import clock
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.results.assembling import quarter_results
from app.wiring import Wiring
from tests.bench.preparing import Prepared, prepare
from tests.bench.report import Report
from tests.making.results import make_facts, make_questionnaire

TIMES = 30
QUARTERS = 8  # what a trend shows


async def measure(folder: Path, report: Report) -> None:
    prepared = await prepare(folder)
    wiring = prepared.wiring()
    now = Quarter.of(clock.now().date())
    quarters = [now.plus(back) for back in range(1 - QUARTERS, 1)]
    await _fill(wiring, prepared, quarters)
    async with wiring.people.reading() as people, wiring.ballots.reading() as ballots:
        body = await inspectorates.named(people, "geti")
        reading = await _time(lambda: shown(ballots, "geti", quarters))
        again = await _time(lambda: quarter_results(people, ballots, wiring.shelf, body, now))
    await wiring.close()
    report.goal("reading the cells of a report, ms", reading, at_most=2)
    report.goal("all numbers of a report, nothing moved, ms", again, at_most=2)


async def _time(act: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds, the median."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await act()
        took.append(time.perf_counter() - began)
    return median(took) * 1000


async def _fill(wiring: Wiring, prepared: Prepared, quarters: list[Quarter]) -> None:
    questionnaire = make_questionnaire()
    async with wiring.ballots.transaction() as session:
        box = await session.get_one(Box, prepared.box_id)
        for quarter in quarters:
            of_quarter = box.model_copy(update={"id": str(quarter), "quarter": str(quarter)})
            if quarter != quarters[-1]:
                session.add(Box(**of_quarter.model_dump()))
            facts = make_facts(questionnaire, quarter, answers=2000)
            cells = {"all": facts.whole} | {
                f"region:{code}": tallies for code, tallies in facts.regions.items()
            }
            box_id = box.id if quarter == quarters[-1] else of_quarter.id
            session.add_all(
                Snapshot(
                    box_id=box_id, cell=cell, question=question,
                    base=tally.answered, counts=dict(tally.counts),
                )
                for cell, tallies in cells.items()
                for question, tally in tallies.items()
            )  # fmt: skip
