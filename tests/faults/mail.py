"""Workers that send are killed: how many letters are lost, how many come twice."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlmodel import col, func, select

from app.lib import clock
from app.mail import states
from app.mail.tables import Letter
from app.settings import Settings
from app.wiring import Wiring
from tests.faults.house import KILLED, Child, Nursery, environment, home
from tests.faults.postoffice import PostOffice, post_office
from tests.making.mail import make_draft, print_of

_CHANCE = Random()
_PAST_A_LEASE = states.LEASE + timedelta(minutes=1)


@dataclass
class Toll:
    """What the killing has cost."""

    kills: int = 0
    letters: int = 0
    lost: int = 0
    doubled: int = 0
    changed: int = 0  # letters whose Message-ID or link was another the second time

    @property
    def doubled_per_kill(self) -> float:
        return self.doubled / max(1, self.kills)


@dataclass
class Stage:
    """An installation whose outbox is never empty, and what may be done to its workers."""

    wiring: Wiring
    office: PostOffice
    nurseries: Sequence[Nursery]
    least: int = 60  # letters that wait when a worker starts
    toll: Toll = field(default_factory=Toll)

    @property
    def settings(self) -> Settings:
        return self.wiring.settings

    async def fill(self) -> None:
        waiting = await self.waiting()
        async with self.wiring.people.transaction() as session:
            for _ in range(max(0, self.least - waiting)):
                to = f"firm{self.toll.letters}@mail.kg"
                self.toll.letters += 1
                link = f"https://pikir.test/s/{to}"
                draft = make_draft(to, text=f"{link}\n", html=f"<p>{link}</p>\n", link=link)
                self.wiring.outbox.post(session, draft, clock.now(), to_print=print_of(to))

    async def waiting(self) -> int:
        async with self.wiring.people.reading() as session:
            waiting = select(func.count()).where(col(Letter.state).in_(states.WAITING))
            return (await session.exec(waiting)).one()

    async def kill_at(self, verb: str, nursery: Nursery) -> None:
        """While the server hears the verb for the so-manieth time."""
        await self.fill()
        clock.step_to(clock.now() + _PAST_A_LEASE)
        child = await nursery.start("deliver", self.settings)
        self.office.kill = child.kill
        once = verb in ("connect", "EHLO")
        self.office.armed = (verb, 1 if once else _CHANCE.randint(1, self.least // 3))
        await self._count(child)
        self.office.armed = None

    async def kill_at_random(self, nursery: Nursery, most: float = 0.15) -> None:
        """At a moment while letters are going out."""
        await self.fill()
        clock.step_to(clock.now() + _PAST_A_LEASE)
        self.office.busy.clear()
        child = await nursery.start("deliver", self.settings)
        await self._kill_when_busy(child, most)

    async def hold_beyond_its_lease(self) -> None:
        """One worker is stopped, another takes its letters over, then it goes on."""
        await self.fill()
        clock.step_to(clock.now() + _PAST_A_LEASE)
        self.office.busy.clear()
        held = await self.nurseries[0].start("deliver", self.settings)
        await self.office.busy.wait()
        await asyncio.sleep(_CHANCE.uniform(0, 0.05))
        held.hold()
        for _ in range(2):
            clock.step_to(clock.now() + _PAST_A_LEASE)
            await self.nurseries[1].run("deliver", self.settings)
        held.let_go()
        await held.ended
        self.toll.kills += 1

    async def _kill_when_busy(self, child: Child, most: float) -> None:
        busy = asyncio.ensure_future(self.office.busy.wait())
        either: set[asyncio.Future[Any]] = {busy, child.ended}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        busy.cancel()
        await asyncio.sleep(_CHANCE.uniform(0, most))
        child.kill()
        await self._count(child)

    async def _count(self, child: Child) -> None:
        self.toll.kills += await child.ended == KILLED

    async def kill_at_step(self, number: int) -> bool:
        """Before the so-manieth commit or file of a worker; False if it has not so many."""
        await self.fill()
        clock.step_to(clock.now() + _PAST_A_LEASE)
        is_killed = await self.nurseries[0].run("deliver", self.settings, number) == KILLED
        self.toll.kills += is_killed
        return is_killed

    async def kill_the_command(self) -> None:
        """`pikir worker`, the whole schedule, as an operator starts it."""
        await self.fill()
        clock.step_to(clock.now() + _PAST_A_LEASE)
        self.office.busy.clear()
        command = (sys.executable, "-m", "app", "worker")
        process = await asyncio.create_subprocess_exec(
            *command, env=os.environ | environment(self.settings), stderr=asyncio.subprocess.DEVNULL
        )
        child = Child(process.pid, asyncio.ensure_future(process.wait()))
        await self._kill_when_busy(child, 0.15)

    async def settle(self) -> Toll:
        """Workers that nobody kills bring everything to its end; then it is counted."""
        for _ in range(60):
            if not await self.waiting():
                break
            clock.step_to(clock.now() + timedelta(hours=9))
            await self.nurseries[0].run("deliver", self.settings)
        taken = self.office.taken
        self.toll.lost = sum(taken[f"firm{n}@mail.kg"] == 0 for n in range(self.toll.letters))
        self.toll.doubled = sum(taken.values()) - len(taken)
        self.toll.changed = sum(len(marks) > 1 for marks in self.office.marks.values())
        return self.toll


@asynccontextmanager
async def stage(
    addresses: tuple[str, str, Path],
    nurseries: Sequence[Nursery],
    *,
    lines: int = 4,
    log: bool = False,
) -> AsyncIterator[Stage]:
    """Of the databases at the first two, in the folder."""
    people, ballots, folder = addresses
    folder.mkdir(parents=True, exist_ok=True)
    relay_log = folder / "mail.log" if log else None
    if relay_log:
        relay_log.touch()
    clock.step_to(clock.now())
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(post_office(relay_log, latency=0.002))
        settings = replace(
            home(people, ballots, folder, office.url),
            smtp_connections=lines,
            relay_log=relay_log,
        )
        wiring = Wiring(settings)
        stack.push_async_callback(wiring.close)
        yield Stage(wiring, office, nurseries)
