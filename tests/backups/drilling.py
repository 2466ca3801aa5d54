"""A drill: an installation lives, is backed up at a random moment, lives on, and is lost.

It comes back on empty databases. Of what lay beside the old ones everything may have survived, or
nothing but the backup and the relay's log.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from app.backups import making
from app.backups.contents import PEOPLE, Half
from app.backups.restoring import Restored, restore
from app.lib import clock as time
from app.lib.db import Database
from app.mail import holding
from app.mail.reconciling import reconcile
from app.work import answers, letters
from tests.backups.conftest import MORNING
from tests.browsing import browsing
from tests.installation import Installation
from tests.making.backups import sources, targets

_REGIONS = ("KG-GB", "KG-C", "KG-T")
_STEPS = 7


@dataclass
class Drill:
    """`survived`: the batches, used links and letters sent that lay beside the databases."""

    geti: Installation
    chance: Random
    survived: bool
    records: list[tuple[int, str]] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    sure: list[str] = field(default_factory=list)  # used, and known beyond the databases
    mixed: int = 0
    mixed_before: int = 0  # when the backup was begun

    async def live(self) -> None:
        """Something that happens."""
        deeds: list[Callable[[], Awaitable[object]]] = [
            self._record,
            self._queue,
            self._write,
            self._answer,
            self._answer,
            self._mix,
            self._remind,
        ]
        await self.chance.choice(deeds)()
        time.step_to(time.now() + timedelta(hours=self.chance.choice((1, 5, 24, 72))))

    async def begin(self) -> None:
        await self._record()
        time.step_to(MORNING + timedelta(hours=24))
        await self._write()
        await self._answer()

    async def go_on(self) -> None:
        """What a backup made just before cannot know of: acts, letters, answers."""
        await self._record()
        time.step_to(time.now() + timedelta(hours=24))
        await self._write()
        await self._answer()

    async def back_up(self, folder: Path) -> Path:
        """Beside it, somebody is at work."""
        self.sure, self.mixed_before = list(self.used), self.mixed
        made, _ = await asyncio.gather(
            making.make(sources(self.geti.wiring), folder, time.now()), self._answer()
        )
        return made

    async def come_back(self, again: Installation, made: Path) -> Restored:
        """Restored; entered again is what was entered since; then letters go out again."""
        restored = await restore(targets(again.wiring), made, time.now())
        for number, (count, region) in enumerate(self.records):
            await self._enter(again, number, count, region)
        await again.write()  # all this is held back
        await again.remind()
        async with again.wiring.people.transaction() as session:
            if self.survived:
                await holding.decide(session, time.now(), assume_sent=False)
                await holding.resume(session)
                return restored
            await holding.doubt_all(session, time.now())
        log = again.folder / "mail.log"
        self._write_log(log)
        await reconcile(again.wiring.people, again.wiring.outbox, log, time.now())
        async with again.wiring.people.transaction() as session:
            await holding.resume(session)
        return restored

    def _write_log(self, log: Path) -> None:
        lines = [f"x postfix/cleanup[1]: A: message-id=<nobody@{self.geti.wiring.mail_domain}>\n"]
        for number, letter in enumerate(self.geti.mailbox.letters):
            lines.append(f"x postfix/cleanup[1]: B{number}: message-id={letter['Message-ID']}\n")
            lines.append(f"x postfix/smtp[2]: B{number}: to=<x>, dsn=2.0.0, status=sent (OK)\n")
        log.write_text("".join(lines))

    async def _record(self) -> None:
        self.records.append((self.chance.randint(3, 14), self.chance.choice(_REGIONS)))
        await self._enter(self.geti, len(self.records) - 1, *self.records[-1])

    async def _enter(self, where: Installation, number: int, count: int, region: str) -> None:
        """A second time adds nothing."""
        day = (MORNING - timedelta(days=1 + number)).date()
        if not await _has_acts(where, f"{region}-{day}-"):
            await where.record(day, count, region)

    async def _queue(self) -> None:
        """Written, and not sent yet."""
        await answers.open_boxes(self.geti.wiring, time.now())
        await letters.invite(self.geti.wiring, time.now())

    async def _write(self) -> None:
        await self.geti.write()
        await letters.note_sent(self.geti.wiring, time.now())

    async def _remind(self) -> None:
        await self.geti.remind()
        await letters.note_sent(self.geti.wiring, time.now())

    async def _mix(self) -> None:
        self.mixed += await self.geti.mix()
        if self.survived:
            self.sure = list(self.used)

    async def _answer(self) -> None:
        open_links = sorted(set(self.geti.links()) - set(self.used))
        chosen = self.chance.sample(open_links, min(len(open_links), self.chance.randint(2, 9)))
        assert set(await answer(self.geti, chosen)) <= {303}
        self.used += chosen


async def run(drill: Drill, again: Installation, backups: Path) -> Restored:
    before = drill.chance.randrange(_STEPS)
    await drill.begin()
    for _ in range(before):
        await drill.live()
    made = await drill.back_up(backups)
    await drill.go_on()
    for _ in range(_STEPS - before):
        await drill.live()
    return await drill.come_back(again, made)


async def answer(where: Installation, chosen: list[str]) -> list[int]:
    async with browsing(where.wiring.settings) as browser:
        statuses = []
        for link in chosen:
            browser.cookies.clear()
            statuses.append((await browser.post(link, data={"overall": "4"})).status_code)
    return statuses


def repeated(where: Installation) -> list[str]:
    """Message-IDs, and readers of one kind of letter, that came more than once."""
    ids = Counter(str(letter["Message-ID"]) for letter in where.mailbox.letters)
    readers = Counter(f"{letter['To']} {letter['Subject']}" for letter in where.mailbox.letters)
    return [what for what, times in (ids + readers).items() if times > 1]


async def rows(database: Database, half: Half, name: str) -> list[tuple[Any, ...]]:
    table = half.metadata.tables[name]
    async with database.reading() as session:
        found = await (await session.connection()).execute(select(table))
        return sorted((tuple(row) for row in found), key=repr)


async def _has_acts(where: Installation, start: str) -> bool:
    acts = await rows(where.wiring.people, PEOPLE, "registry_inspection")
    return any(str(value).startswith(start) for act in acts for value in act)
