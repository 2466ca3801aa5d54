"""make sdc: two hundred quarters, somebody who looks all the time, and a naive control."""

import argparse
import asyncio
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.disclosure.scoring import Score, control, score


def main() -> None:
    parser = argparse.ArgumentParser(prog="make sdc", description=__doc__)
    parser.add_argument("--quarters", type=int, default=200)
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    chosen = parser.parse_args()
    console = Console()
    ours, naive = Score(), Score()
    seeds = range(chosen.first, chosen.first + chosen.quarters)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = [pool.submit(one, seed) for seed in seeds]
        for job in track(as_completed(jobs), total=len(jobs), console=console):
            mine, other = job.result()
            ours, naive = ours + mine, naive + other
    console.print(as_table(ours, naive))
    sys.exit(0 if ours.is_tight and not naive.is_tight else 1)


def one(seed: int) -> tuple[Score, Score]:
    with tempfile.TemporaryDirectory(prefix="pikir-sdc-") as folder:
        return asyncio.run(score(seed, Path(folder))), control(seed)


def as_table(ours: Score, naive: Score) -> Table:
    table = Table(
        "", "Pikir", "naive control", title="What somebody learns who looks at everything"
    )
    for (label, mine), (_, other) in zip(ours.rows(), naive.rows(), strict=True):
        table.add_row(label, mine, other)
    return table


if __name__ == "__main__":
    main()
