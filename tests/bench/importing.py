"""A register of many rows, beside a csv reader that only reads them."""

import csv
import resource
import time
from pathlib import Path

from app.invitations.recalling import LETTERS
from app.registry import inspectorates
from app.registry.importing.running import import_file
from tests.bench.preparing import prepare
from tests.bench.report import Report
from tests.installation import register

ROWS = 20_000


async def measure(folder: Path, report: Report) -> None:
    wiring = (await prepare(folder)).wiring()
    path = folder / "register.csv"
    path.write_text(register(ROWS))
    began = time.perf_counter()
    with path.open(newline="") as file:
        rows = sum(1 for _ in csv.reader(file))
    bare = rows / (time.perf_counter() - began)
    async with wiring.people.reading() as session:
        inspectorate = await inspectorates.by_slug(session, "geti")
    assert inspectorate
    began = time.perf_counter()
    done = await import_file(wiring.people, wiring.addresses, inspectorate, path, letters=LETTERS)
    ours = done.added / (time.perf_counter() - began)
    await wiring.close()
    assert done.added == ROWS
    report.line("bare csv reader", f"{bare:8,.0f} rows/s")
    report.line("import: rules, encryption, storing", f"{ours:8,.0f} rows/s")
    report.goal("  of the bare reader", ours / bare, at_least=0.25)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.goal("peak memory of this process so far, MB", peak, at_most=300)
