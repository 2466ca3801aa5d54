"""The jobs that make files of reports: no web process loads what draws and sets pages."""

import asyncio
from datetime import datetime

from app.lib.db import Database
from app.lib.i18n import speaking
from app.lib.turns import turn
from app.publications.reports import document, keeping
from app.publications.reports.contents import Contents, Figure, contents
from app.publications.reports.document import Report
from app.publications.reports.printing import to_pdf
from app.publications.reports.stages import DRAWING, READY, WRITING
from app.publications.reports.tables import ReportFile
from app.results.charts import drawings
from app.results.charts.drawing import draw
from app.results.spreadsheet import to_xlsx
from app.wiring import Wiring


async def make(wiring: Wiring, _now: datetime) -> int:
    """Whatever was asked for, one file after another; how many are ready. What a kill, a stop or a
    failure leaves undone stays asked for.
    """
    done = 0
    if await _next(wiring.people) is None:
        return done
    async with turn("report files", wiring.people, wiring.keys):
        while file := await _next(wiring.people):
            done += await _make(wiring, file)
    return done


async def discard_old(wiring: Wiring, now: datetime) -> None:
    async with wiring.people.transaction() as session:
        await keeping.discard_old(session, now)


async def _next(people: Database) -> ReportFile | None:
    async with people.reading() as session:
        return await keeping.next_for_the_worker(session)


async def _make(wiring: Wiring, file: ReportFile) -> bool:
    """No transaction is open while it is being made."""
    async with wiring.people.transaction() as session:
        if not await keeping.begin(session, file.digest):
            return False
    report = document.read(file.report)
    with speaking(report.language):
        content = await (_print if file.form == "pdf" else _fill)(wiring, file.digest, report)
    await _note(wiring.people, file.digest, READY, content)
    return True


async def _fill(wiring: Wiring, digest: str, report: Report) -> bytes:
    await _note(wiring.people, digest, WRITING)
    return await asyncio.to_thread(
        to_xlsx, report.results, wiring.shelf, report.language, report.name
    )


async def _print(wiring: Wiring, digest: str, report: Report) -> bytes:
    await _note(wiring.people, digest, DRAWING)
    said = contents(report, wiring.shelf)
    drawn = await _drawings(wiring.people, said)
    await _note(wiring.people, digest, WRITING)
    return await asyncio.to_thread(to_pdf, report, said, drawn)


async def _drawings(people: Database, said: Contents) -> dict[str, str]:
    """Hash -> SVG. What no page shows is drawn here, and kept in the file alone."""
    shapes = [block.shape for block in said.blocks if isinstance(block, Figure)]
    async with people.reading() as session:
        kept = await drawings.find(session, shapes)
    missing = [shape for shape in shapes if shape.hash not in kept]
    drawn = await asyncio.to_thread(lambda: {shape.hash: draw(shape) for shape in missing})
    return kept | drawn


async def _note(people: Database, digest: str, stage: str, content: bytes | None = None) -> None:
    async with people.transaction() as session:
        await keeping.note(session, digest, stage, content)
