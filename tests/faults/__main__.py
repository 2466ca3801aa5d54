"""make faults: everything is killed, every server misbehaves; what it cost, as tables."""

import argparse
import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.lib import clock
from app.settings import Settings
from tests.databases import Pair, postgres_server
from tests.engine.server import Server
from tests.engine.server import server as own_server
from tests.engine.under_load import Borne, stop_again_and_again
from tests.faults import acting, answering, mail, mixing, publishing, servers
from tests.faults.house import Nursery, home, nursery
from tests.faults.mail import Stage
from tests.faults.postoffice import VERBS
from tests.making.ballots import AFTER_CLOSE, NOON
from tests.making.webhooks import receiving

Round = Callable[[Stage, int], Awaitable[None]]


class Homes:
    """Fresh installations on one engine, each in a folder of its own."""

    def __init__(self, folder: Path, server: str | None) -> None:
        folder.mkdir()
        self._folder = folder
        self._pair = Pair(folder, server)
        self._numbers = count()

    def addresses(self) -> tuple[str, str, Path]:
        place = self._folder / f"home-{next(self._numbers)}" / "data"
        place.mkdir(parents=True)
        return *self._pair.copy(place), place

    def settings(self) -> Settings:
        return home(*self.addresses())


@dataclass(frozen=True)
class Crew:
    homes: Homes
    nurseries: Sequence[Nursery]


async def at_random(stage: Stage, kills: int) -> None:
    for _ in range(kills):
        await stage.kill_at_random(stage.nurseries[0])


async def both_at_random(stage: Stage, kills: int) -> None:
    for _ in range(kills // 2):
        await asyncio.gather(*(stage.kill_at_random(each) for each in stage.nurseries))


async def at_every_verb(stage: Stage, kills: int) -> None:
    for _ in range(max(1, kills // len(VERBS))):
        for verb in VERBS:
            await stage.kill_at(verb, stage.nurseries[0])


async def at_every_step(stage: Stage, _kills: int) -> None:
    for number in count(1):
        if not await stage.kill_at_step(number):
            return


async def the_command(stage: Stage, kills: int) -> None:
    for _ in range(max(1, kills // 10)):
        await stage.kill_the_command()


async def held(stage: Stage, kills: int) -> None:
    for _ in range(max(1, kills // 4)):
        await stage.hold_beyond_its_lease()


async def workers(
    table: Table, crew: Crew, title: str, act: Round, kills: int, *, lines: int = 4, log: bool
) -> None:
    addresses = crew.homes.addresses()
    async with mail.stage(addresses, crew.nurseries, lines=lines, log=log) as stage:
        await act(stage, kills)
        toll = await stage.settle()
    row = (title, lines, "yes" if log else "no", toll.kills)
    figures = (toll.letters, toll.lost, toll.doubled, f"{toll.doubled_per_kill:.2f}", toll.changed)
    table.add_row(*map(str, (*row, *figures)))


async def mail_table(one: Crew, two: Crew, kills: int) -> Table:
    table = Table(
        *("a worker dies", "lines", "log", "kills", "letters", "lost"),
        *("doubled", "per kill", "other link"),
        title="Letters",
    )
    for lines, log in ((1, False), (4, False), (4, True)):
        await workers(table, one, "at random", at_random, kills, lines=lines, log=log)
    # Without the relay's log one line, as is the default: each more has a letter more to repeat.
    for lines, log in ((1, False), (4, True)):
        how: dict[str, Any] = {"lines": lines, "log": log}
        await workers(table, one, "at every verb", at_every_verb, kills, **how)
        await workers(table, one, "at every commit and file", at_every_step, kills, **how)
        await workers(table, one, "pikir worker, at random", the_command, kills, **how)
        title = "PostgreSQL, two workers"
        await workers(table, two, f"{title}, at random", both_at_random, kills, **how)
        await workers(table, two, f"{title}, held past a lease", held, kills, **how)
    return table


async def servers_table(homes: Homes, nurse: Nursery) -> Table:
    table = Table(
        *("at", "the server", "first round", "seconds", "when it is well again", "hours"),
        *("lost", "doubled"),
        title=f"Servers that misbehave, {servers.LETTERS} letters each",
    )
    for verb, manner in servers.EVERY:
        how = await servers.fare(nurse, homes.settings(), verb, manner)
        states = (_words(how.first), f"{how.seconds:.1f}", _words(how.last), f"{how.hours:.2f}")
        table.add_row(verb, manner, *states, str(how.lost), str(how.doubled))
    return table


async def rest_table(homes: Homes, nurse: Nursery, folder: Path, kills: int) -> Table:
    table = Table("what dies", "outcome", title="The web process, the mixer, jobs, the publisher")
    answered = await answering.kill_while_answering(homes.settings(), kills // 4, kills * 20)
    table.add_row("web process, while answers come in", _facts(answered))
    for when, moment in (("the box is open", NOON), ("it closes", AFTER_CLOSE)):
        settings = homes.settings()
        await mixing.prepare(settings)
        clock.step_to(moment)
        mixed = await mixing.kill_at_every_step(nurse, settings, folder, 1)
        table.add_row(f"mixer, at every commit and file, {when}", _facts(mixed))
    async with receiving() as receiver:
        for job in acting.EVERY:
            done = await acting.kill_at_every_step(
                nurse, homes.settings(), folder, job, 1, receiver
            )
            table.add_row(f"{job!r}, at every commit and file", _facts(done))
    settings = homes.settings()
    await publishing.prepare(nurse, settings)
    published = await publishing.kill_at_every_step(nurse, settings, folder, 1)
    table.add_row("publisher, at every file", _facts(published))
    return table


async def engine_table(homes: Homes, server: Server, nurses: list[Nursery], kills: int) -> Table:
    table = Table("what", "outcome", title="PostgreSQL is stopped under load")
    borne = await stop_again_and_again(server, homes.settings(), nurses, max(2, kills // 4))
    table.add_row("two web processes, two workers", _facts(borne))
    return table


def _words(states: Counter[str]) -> str:
    return ", ".join(f"{number} {state}" for state, number in states.items())


def _facts(
    toll: answering.Answered | mixing.Mixed | publishing.Published | acting.Done | Borne,
) -> str:
    return ", ".join(f"{getattr(toll, each.name)} {each.name}" for each in fields(toll))


async def main(kills: int, only: str) -> None:
    console = Console(width=140)
    with tempfile.TemporaryDirectory(prefix="pikir-faults-") as name, postgres_server() as server:
        top = Path(name)
        (top / "clock").write_text("0")
        os.environ[clock.FILE] = str(top / "clock")
        homes, shared = Homes(top / "sqlite", None), Homes(top / "postgresql", server)
        async with nursery(top) as one, nursery(top) as other:
            if only in ("", "servers"):
                console.print(await servers_table(homes, one))
            if only in ("", "rest"):
                console.print(await rest_table(homes, one, top, kills))
            if only in ("", "letters"):
                two = Crew(shared, [one, other])
                console.print(await mail_table(Crew(homes, [one]), two, kills))
            if only in ("", "engine"):
                with own_server() as own:
                    stopped = Homes(top / "stopped", own.address)
                    console.print(await engine_table(stopped, own, [one, other], kills))


if __name__ == "__main__":
    asking = argparse.ArgumentParser(prog="make faults", description=__doc__)
    asking.add_argument("--kills", type=int, default=40, help="at random, for each row")
    asking.add_argument("--only", choices=("letters", "servers", "rest", "engine"), default="")
    asked = asking.parse_args()
    asyncio.run(main(asked.kills, asked.only))
