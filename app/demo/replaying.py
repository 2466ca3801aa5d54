"""Nine months in a few minutes: every act is the real one, only the clock is stepped."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from app.demo.mailbox import Mailbox
from app.demo.people import directors
from app.demo.people.entrepreneurs import Entrepreneurs, Intention
from app.demo.people.passers_by import PassersBy
from app.demo.progress import Reporter
from app.demo.register.bodies import BODIES
from app.demo.register.files import Export
from app.demo.scenario import Scenario
from app.demo.second_worker import SecondWorker, second_worker
from app.invitations.recalling import LETTERS
from app.lib import clock
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.registry.importing.running import import_file
from app.wiring import Wiring
from app.work import answers, letters

# The register's files come before the sending windows of both countries open, and who has slept on
# a letter answers it; letters and releases go out in the morning.
DAWN = time(2, 0, tzinfo=UTC)  # 8:00 in Bishkek, 7:00 in Almaty
MORNING = time(4, 40, tzinfo=UTC)
# Shown or looked at, accepted, used already, too late, not filled in.
_EXPECTED = {"200", "303", "409", "410", "422"}
AT_ONCE = 8  # browsers


@dataclass
class Replay:
    wiring: Wiring
    scenario: Scenario
    exports: list[Export]
    mailbox: Mailbox
    entrepreneurs: Entrepreneurs
    passers_by: PassersBy
    reporter: Reporter
    _intentions: list[Intention] = field(default_factory=list)
    _last_read: int = 0
    _considered: Quarter | None = None  # the newest whose remarks the directors have read
    _opened: Quarter | None = None  # the newest whose boxes have been opened
    _told: int = 0  # the week in which directors were told of their figures last

    async def run(self) -> None:
        days = self.scenario.days()
        async with second_worker() as other:
            with self.reporter.days(len(days)):
                for day in days:
                    self.reporter.on(day)
                    await self._dawn(day, other)
                    await self._morning(day, other)
            await self._have_done(other, "draw")

    async def _dawn(self, day: date, other: SecondWorker) -> None:
        clock.step_to(datetime.combine(day, DAWN))
        if due := [export for export in self.exports if export.due <= day]:
            self.exports = [export for export in self.exports if export.due > day]
            await self._timed("import", self._import(due))
        if due or Quarter.of(day) != self._opened:
            self._opened = Quarter.of(day)
            await self._timed("open boxes", answers.open_boxes(self.wiring, clock.now()))
        async with asyncio.TaskGroup() as at_once:
            at_once.create_task(self._write())
            at_once.create_task(self._mix(other))
            if day < self.scenario.last:
                at_once.create_task(self._timed("answer", self._answer(day)))

    async def _morning(self, day: date, other: SecondWorker) -> None:
        clock.step_to(datetime.combine(day, MORNING))
        if (closed := Quarter.last_closed(day)) != self._considered:
            self._considered = closed
            await self._timed("consider remarks", self._consider(closed, day))
        if (week := day.isocalendar().week) != self._told or day == self.scenario.last:
            self._told = week
            self.reporter.counts["letters to directors"] += await self._have_done(other, "tell")
        async with asyncio.TaskGroup() as at_once:
            at_once.create_task(self._timed("deliver", self._deliver()))
            at_once.create_task(self._release(other))

    async def _consider(self, quarter: Quarter, day: date) -> None:
        """Once all answers about it have been mixed."""
        decided = await directors.consider(self.wiring, quarter, day)
        self.reporter.counts["remarks decided on"] += decided

    async def _write(self) -> None:
        await self._timed("invite", self._all("invited", letters.invite))
        await self._timed("remind", self._all("reminded", letters.remind))

    async def _mix(self, other: SecondWorker) -> None:
        self.reporter.counts["mixed"] += await self._have_done(other, "mix")

    async def _release(self, other: SecondWorker) -> None:
        if await self._have_done(other, "release"):
            # The director's report of that quarter does not change any more.
            await self._have_done(other, "draw")

    async def _have_done(self, other: SecondWorker, job: str) -> int:
        with self.reporter.timed(job):
            return await other.do(job)

    async def _import(self, exports: list[Export]) -> None:
        for export in exports:
            async with self.wiring.people.reading() as session:
                inspectorate = await inspectorates.by_slug(session, export.body.slug)
            if inspectorate is None:
                raise LookupError(export.body.slug)
            report = await import_file(
                self.wiring.people,
                self.wiring.addresses,
                inspectorate,
                export.path,
                letters=LETTERS,
            )
            self.reporter.counts["inspections"] += report.added
            self.reporter.counts["rows refused"] += report.refused_rows

    async def _all(self, what: str, act: Callable[[Wiring, datetime], Awaitable[int]]) -> None:
        """In as many rounds as it takes."""
        done = letters.BATCH
        while done == letters.BATCH:
            done = await act(self.wiring, clock.now())
            self.reporter.counts[what] += done

    async def _deliver(self) -> None:
        taken = letters.BATCH
        while taken == letters.BATCH:
            done = await letters.deliver(self.wiring, clock.now())
            taken = done.sent + done.deferred + done.failed + done.unknown
            self.reporter.counts["sent"] += done.sent
            self.reporter.counts["put off"] += done.deferred
            self.reporter.counts["refused by the mail server"] += done.failed

    async def _answer(self, day: date) -> None:
        for letter in list(self.mailbox.after(self._last_read)):
            self._last_read = letter.id
            if intention := await self.entrepreneurs.receive(letter, day):
                self._intentions.append(intention)
        due = [one for one in self._intentions if one.day <= day]
        self._intentions = [one for one in self._intentions if one.day > day]
        await _in_turns([self.entrepreneurs.act(intention) for intention in due])
        for body in BODIES:
            await self.passers_by.answer(body, day, self.scenario.passers_by)
        self.reporter.counts["answered"] = self.entrepreneurs.happened["POST 303"]
        self.reporter.counts["answered openly"] = self.passers_by.happened["POST 303"]
        self.reporter.counts["unexpected replies"] = sum(
            count
            for reply, count in (self.entrepreneurs.happened + self.passers_by.happened).items()
            if reply.split()[1] not in _EXPECTED
        )

    async def _timed(self, act: str, doing: Awaitable[object]) -> None:
        with self.reporter.timed(act):
            await doing


async def _in_turns(doings: list[Awaitable[None]]) -> None:
    """All of them, AT_ONCE at a time."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(doing: Awaitable[None]) -> None:
        async with turns:
            await doing

    async with asyncio.TaskGroup() as group:
        for doing in doings:
            group.create_task(in_turn(doing))
