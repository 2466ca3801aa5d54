"""The web process is killed while answers come in: is every thank-you a kept answer?"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

import httpx
from sqlmodel import func, select

from app.ballots.boxes import BoxName, Part, open_box
from app.ballots.tables import Envelope, Spent
from app.demo.folder import listening
from app.lib import clock
from app.lib.db import Database
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.settings import Settings
from app.wiring import Wiring
from tests.faults.house import Child, environment
from tests.installation import EXAMPLES
from tests.making.ballots import CLOSES_ON, NOON, ZONE

_CHANCE = Random()
_AT_ONCE = 8
_KEPT, _USED = 303, 409


@dataclass
class Answered:
    kills: int = 0
    sent: int = 0  # requests
    cut_off: int = 0  # of them without a reply
    thanks: int = 0
    untrue: int = 0  # thank-you pages without a kept answer
    unusable: int = 0  # links that are used up, and no answer was kept
    doubled: int = 0


@dataclass
class Stream:
    """Many entrepreneurs, each with a link, who try again until they are thanked."""

    wiring: Wiring
    address: str
    tokens: list[str]
    toll: Answered = field(default_factory=Answered)
    thanked: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)

    async def flow(self, first: asyncio.Event) -> None:
        """Until everybody is settled or the server is gone."""
        waiting = iter([token for token in self.tokens if token not in self.settled])
        async with httpx.AsyncClient(base_url=self.address, timeout=30) as client:
            await asyncio.gather(*(self._send(client, waiting, first) for _ in range(_AT_ONCE)))

    async def _send(self, client: httpx.AsyncClient, tokens: object, first: asyncio.Event) -> None:
        for token in tokens:  # type: ignore[attr-defined]
            self.toll.sent += 1
            try:
                reply = await client.post(f"/s/{token}", data={"overall": "4"})
            except httpx.TransportError:
                self.toll.cut_off += 1
                return
            first.set()
            assert reply.status_code in (_KEPT, _USED), reply.text
            self.settled.add(token)
            if reply.status_code == _KEPT:
                self.thanked.add(token)
            client.cookies.clear()

    async def account(self) -> Answered:
        await self.wiring.casting.start()
        for token in self.thanked:
            ticket = self.wiring.tickets.read(token)
            self.toll.untrue += not await self.wiring.casting.is_spent(ticket)
        spent = await count(self.wiring.ballots, Spent)
        envelopes = await count(self.wiring.ballots, Envelope)
        self.toll.thanks = len(self.thanked)
        self.toll.unusable = max(0, spent - envelopes)
        self.toll.doubled = max(0, envelopes - spent)
        assert spent == len(self.settled)
        return self.toll


async def kill_while_answering(settings: Settings, kills: int, links: int) -> Answered:
    wiring = Wiring(settings)
    with listening() as free:
        port = free.getsockname()[1]
    stream = Stream(wiring, f"http://127.0.0.1:{port}", await prepare(wiring, links))
    try:
        while len(stream.settled) < links:
            await _life(stream, settings, port, is_last=stream.toll.kills >= kills)
        return await stream.account()
    finally:
        await wiring.close()


async def prepare(wiring: Wiring, links: int) -> list[str]:
    """An open box, and links to it as letters would carry them."""
    clock.step_to(NOON)
    async with wiring.people.transaction() as session:
        await inspectorates.add_from(session, EXAMPLES / "geti.yaml")
    questionnaire = wiring.shelf.latest("post-inspection")
    name = BoxName("geti", Quarter(2026, 3), questionnaire.name, questionnaire.edition)
    async with wiring.ballots.transaction() as session:
        box_id = await open_box(
            session,
            wiring.keys,
            name,
            edition_hash=questionnaire.hash,
            closes_on=CLOSES_ON,
            zone=ZONE,
            parts=[Part(1)],
        )
    return [wiring.tickets.issue(box_id, 1) for _ in range(links)]


async def _life(stream: Stream, settings: Settings, port: int, *, is_last: bool) -> None:
    """Of one web process."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "serve", "--no-worker", "--port", str(port)),
        env=os.environ | environment(settings),
        stderr=DEVNULL,
    )
    child = Child(process.pid, asyncio.ensure_future(process.wait()))
    await ready(stream.address)
    first = asyncio.Event()
    flowing = asyncio.ensure_future(stream.flow(first))
    if not is_last:
        await first.wait()
        await asyncio.sleep(_CHANCE.uniform(0, 0.2))
        stream.toll.kills += 1
        child.kill()
    await flowing
    child.kill()
    await child.ended


async def ready(address: str) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(600):
            with suppress(httpx.TransportError):
                if (await client.get(f"{address}/ready")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise TimeoutError(address)


async def count(database: Database, table: type[Spent] | type[Envelope]) -> int:
    async with database.reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()
