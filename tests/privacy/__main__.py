"""make privacy: whoever holds everything against a whole quarter, as tables."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from app.lib import clock
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from tests.databases import Pair, postgres_server
from tests.making.backups import fresh
from tests.privacy.adversary import Verdict, attack
from tests.privacy.attacking import Outcome, attack_all
from tests.privacy.elections import naive_election
from tests.privacy.saboteurs import EVERY, found_without
from tests.privacy.whether import Guess


class Homes:
    """Fresh databases of one engine, each pair in a folder of its own."""

    def __init__(self, folder: Path, server: str | None) -> None:
        folder.mkdir()
        self._folder = folder
        self._pair = Pair(folder, server)
        self._numbers = count()

    @asynccontextmanager
    async def home(self) -> AsyncIterator[tuple[Database, Database, Path]]:
        folder = self._folder / f"home-{next(self._numbers)}"
        folder.mkdir()
        people, ballots = await fresh(*self._pair.copy(folder))
        try:
            yield people, ballots, folder
        finally:
            await people.close()
            await ballots.close()


async def control(homes: Homes, people: int) -> float:
    """The share of the naive model's answers whose owner is found."""
    async with homes.home() as (_, ballots, _folder):
        return max(attack(await naive_election(ballots, people)).values()) / people


async def whole(homes: Homes, invited: int) -> Outcome:
    async with homes.home() as (people, ballots, folder):
        return await attack_all(people, ballots, folder, invited)


async def sabotaged(homes: Homes) -> list[tuple[str, Verdict]]:
    found = []
    for each in EVERY:
        async with homes.home() as (_, ballots, folder):
            verdict = await found_without(each, ballots, KeyFolder(folder / "keys"), folder)
        found.append((each.__name__.replace("_", " "), verdict))
    return found


def what_table(outcomes: dict[str, Outcome], controls: dict[str, float]) -> Table:
    table = Table(
        *("engine", "asked", "answers", "attempts", "tested on", "batches", "right", "chance"),
        *("bound", "best attempt"),
        title="Who answered what",
    )
    for engine, outcome in outcomes.items():
        for asked, verdict in outcome.verdicts.items():
            attempts = outcome.attempts if asked == "what" else ""
            row = (engine, asked, outcome.answers, attempts, verdict.people)
            table.add_row(*map(str, row), *_figures(verdict))
        table.add_row(engine, "naive control", *[""] * 4, f"{controls[engine]:.1%}", "", "", "")
    return table


def whether_table(outcomes: dict[str, Outcome]) -> Table:
    table = Table("what is given besides all files", *outcomes, title="Whether somebody answered")
    for rows in zip(*(outcome.told for outcome in outcomes.values()), strict=True):
        table.add_row(rows[0][0], *(f"{known} of {of}" for _, known, of in rows))
    each = list(outcomes.values())
    for name, cells in (
        ("best trace without a pepper", [_guessed(one.guess) for one in each]),
        (
            "envelopes that the keys left can open",
            [f"{one.opened} of {one.sealed}" for one in each],
        ),
        ("different samples of /health, /ready", [f"{one.looks} of {one.samples}" for one in each]),
    ):
        table.add_row(name, *cells)
    return table


def sabotage_table(found: dict[str, list[tuple[str, Verdict]]]) -> Table:
    table = Table(
        *("engine", "without", "batches", "right", "chance", "bound", "attempt"),
        title="Every protection taken out",
    )
    for engine, rows in found.items():
        for name, verdict in rows:
            table.add_row(engine, name, *_figures(verdict))
    return table


def _figures(verdict: Verdict) -> tuple[str, ...]:
    shares = (verdict.hits, verdict.batches, verdict.bound)
    return (
        str(verdict.batches),
        *(f"{one / verdict.people:.1%}" for one in shares),
        verdict.attempt,
    )


def _guessed(guess: Guess | None) -> str:
    assert guess
    return f"{guess.hits} of {guess.people}, chance {guess.expected:.0f}±{guess.error:.0f}"


@contextmanager
def stage() -> Iterator[dict[str, Homes]]:
    with tempfile.TemporaryDirectory(prefix="pikir-privacy-") as name, postgres_server() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            # The adversary reads it bit by bit, and no checkpoint may be faster.
            connection.execute("ALTER SYSTEM SET wal_keep_size = '1GB'")
            connection.execute("SELECT pg_reload_conf()")
        top = Path(name)
        (top / "clock").write_text("0")
        os.environ[clock.FILE] = str(top / "clock")
        yield {
            "SQLite": Homes(top / "sqlite", None),
            "PostgreSQL": Homes(top / "postgresql", server),
        }


async def main(invited: int, only: str) -> bool:
    """Whether nothing was found that must not be, and everything that must."""
    console = Console(width=170)
    with stage() as every:
        engines = {name: homes for name, homes in every.items() if only in ("", name)}
        outcomes = {name: await whole(homes, invited) for name, homes in engines.items()}
        controls = {name: await control(homes, invited) for name, homes in engines.items()}
        console.print(what_table(outcomes, controls))
        console.print(whether_table(outcomes))
        found = {name: await sabotaged(homes) for name, homes in engines.items()}
        console.print(sabotage_table(found))
    return (
        all(outcome.is_as_promised for outcome in outcomes.values())
        and min(controls.values()) > 0.99
        and all(verdict.is_leak for rows in found.values() for _, verdict in rows)
    )


if __name__ == "__main__":
    asking = argparse.ArgumentParser(prog="make privacy", description=__doc__)
    asking.add_argument("--invited", type=int, default=2700, help="on each engine; 4 of 5 answer")
    asking.add_argument("--engine", choices=("SQLite", "PostgreSQL"), default="")
    asked = asking.parse_args()
    sys.exit(0 if asyncio.run(main(asked.invited, asked.engine)) else 1)
