"""PostgreSQL is stopped while answers come in and letters go out: what is promised holds."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle
from random import Random

import httpx

from app.ballots.tables import Envelope, Spent
from app.settings import Settings
from app.wiring import Wiring
from tests.engine.server import Server
from tests.engine.serving import serving
from tests.faults.answering import count, prepare
from tests.faults.house import Nursery
from tests.faults.mail import Stage, stage

_CHANCE = Random()
_AT_ONCE = 8


@dataclass
class Borne:
    """What stopping the server so many times has cost."""

    stops: int = 0
    requests: int = 0
    put_off: int = 0  # with 503 and Retry-After
    thanks: int = 0
    used: int = 0  # kept unseen by the sender, who was then told that the link had been used
    wrong: int = 0  # any other reply
    untrue: int = 0  # thank-you pages without a kept answer
    answers_missing: int = 0
    answers_doubled: int = 0
    letters_lost: int = 0
    letters_doubled: int = 0


async def stop_again_and_again(
    server: Server, settings: Settings, nurses: list[Nursery], stops: int
) -> Borne:
    """In turn `fast` and `immediate`, under two web processes and two workers."""
    borne = Borne()
    addresses = (settings.database_url, settings.ballots_url, settings.key_folder.parent)
    async with stage(addresses, nurses) as house, AsyncExitStack() as stack:
        wiring = house.wiring
        links = await prepare(wiring, stops * 150)
        house.least = stops * 60
        await house.fill()
        places = [
            (await stack.enter_async_context(serving(house.settings))).address for _ in range(2)
        ]
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for nurse in nurses:
                group.create_task(_work(nurse, house, over))
            group.create_task(_stop(server, stops, borne, over))
            waiting = iter(links)
            for _, place in zip(range(_AT_ONCE), cycle(places), strict=False):
                group.create_task(_send(place, waiting, borne, over))
        toll = await house.settle()
        borne.letters_lost, borne.letters_doubled = toll.lost, toll.doubled
        await _account(wiring, borne)
    return borne


async def _stop(server: Server, stops: int, borne: Borne, over: asyncio.Event) -> None:
    for _, mode in zip(range(stops), cycle(("fast", "immediate")), strict=False):
        await asyncio.sleep(_CHANCE.uniform(0.5, 2))
        await asyncio.to_thread(server.restart, mode)
        borne.stops += 1
    over.set()


async def _work(nurse: Nursery, house: Stage, over: asyncio.Event) -> None:
    """As the schedule does: what failed is tried again soon."""
    while not over.is_set():
        await nurse.run("deliver", house.settings)


async def _send(place: str, links: object, borne: Borne, over: asyncio.Event) -> None:
    """One entrepreneur after the other; each sends the same form until it is taken."""
    async with httpx.AsyncClient(base_url=place, timeout=60) as client:
        for link in links:  # type: ignore[attr-defined]
            while (status := await _once(client, link, borne)) == 503:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            borne.thanks += status == 303
            borne.used += status == 409
            if over.is_set():
                return


async def _once(client: httpx.AsyncClient, link: str, borne: Borne) -> int:
    client.cookies.clear()
    reply = await client.post(f"/s/{link}", data={"overall": "4"})
    borne.requests += 1
    borne.put_off += reply.status_code == 503 and "Retry-After" in reply.headers
    borne.wrong += reply.status_code not in (303, 409, 503)
    return reply.status_code


async def _account(wiring: Wiring, borne: Borne) -> None:
    kept = await count(wiring.ballots, Envelope)
    borne.untrue = max(0, borne.thanks - await count(wiring.ballots, Spent))
    borne.answers_missing = max(0, borne.thanks + borne.used - kept)
    borne.answers_doubled = max(0, kept - borne.thanks - borne.used)
