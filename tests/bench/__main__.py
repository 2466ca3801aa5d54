"""make bench: every hot path beside what it stands on, in one run."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    charts,
    files,
    importing,
    letters,
    mixing,
    numbers,
    reports,
    scaling,
    web,
)
from tests.bench.report import Report

PARTS = {
    "web": web,
    "letters": letters,
    "import": importing,
    "numbers": numbers,
    "charts": charts,
    "files": files,
    "reports": reports,
    "mixing": mixing,
    "scaling": scaling,
}


async def main(names: list[str]) -> None:
    report = Report()
    report.line("machine", f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for name in names or PARTS:
        report.title(name)
        with tempfile.TemporaryDirectory() as folder:
            await PARTS[name].measure(Path(folder), report)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
