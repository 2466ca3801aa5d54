"""Every way in which a mail server can misbehave, and what becomes of the letters."""

import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from app.lib import clock
from app.mail import states
from app.mail.tables import Letter
from app.settings import Settings
from app.wiring import Wiring
from tests.faults.house import Nursery
from tests.faults.misbehaving import MANNERS, VERBS, Misbehaving, misbehaving
from tests.making.mail import make_draft, print_of

LETTERS = 5
LINES = 4  # so that nearly all are in the server's hands when it begins
# What is not a matter of one manner at one verb.
SPECIAL = (
    ("DATA", "drop inside"),
    ("dot", "take and drop"),
    ("dot", "take and hang"),
    ("RCPT", "greylist"),
    ("STARTTLS", "not offered"),
    ("STARTTLS", "garbage"),
    ("port", "closed"),
)
EVERY = (*((verb, manner) for verb in VERBS for manner in MANNERS), *SPECIAL)


@dataclass
class Fared:
    """How letters fared with a server that misbehaved once and then recovered."""

    verb: str
    manner: str
    seconds: float  # of the first round, with patience fifteen times shorter than the real one
    first: Counter[str]  # state after the first round -> letters
    last: Counter[str]
    hours: float  # until the last letter was settled
    lost: int  # neither taken nor failed visibly
    doubled: int


async def fare(nurse: Nursery, settings: Settings, verb: str, manner: str) -> Fared:
    """Five letters, a worker's first round with it, then rounds with the server in good health."""
    settings = replace(settings, smtp_connections=LINES)
    async with misbehaving(Misbehaving(verb, manner)) as server:
        scheme = "smtp+starttls" if verb == "STARTTLS" else "smtp"
        url = server.url.replace("smtp", scheme)
        if verb == "port":
            url = "smtp://127.0.0.1:9"
        wiring = Wiring(replace(settings, smtp_url=url))
        await _post(wiring)
        begun, started = clock.now(), time.perf_counter()
        assert await nurse.run("deliver", wiring.settings) == 0
        seconds, first = time.perf_counter() - started, await _states(wiring)
        server.verb = "" if manner != "greylist" else server.verb
        last = await _settle(wiring, nurse, replace(settings, smtp_url=server.url))
        settled = clock.now()
        await wiring.close()
    return _count(verb, manner, seconds, first, last, settled - begun, server.taken)


def _count(
    verb: str,
    manner: str,
    seconds: float,
    first: Counter[str],
    last: Counter[str],
    took: timedelta,
    taken: Counter[str],
) -> Fared:
    return Fared(
        verb=verb,
        manner=manner,
        seconds=seconds,
        first=first,
        last=last,
        hours=took.total_seconds() / 3600,
        lost=LETTERS - len(taken) - last[states.FAILED],
        doubled=sum(taken.values()) - len(taken),
    )


async def _post(wiring: Wiring) -> None:
    async with wiring.people.transaction() as session:
        for number in range(LETTERS):
            to = f"firm{number}@mail.kg"
            wiring.outbox.post(session, make_draft(to), clock.now(), to_print=print_of(to))


async def _states(wiring: Wiring) -> Counter[str]:
    async with wiring.people.reading() as session:
        found = await session.exec(select(Letter.state, func.count()).group_by(Letter.state))
        return Counter(dict(found.all()))


async def _settle(wiring: Wiring, nurse: Nursery, settings: Settings) -> Counter[str]:
    while due := await _next(wiring):
        clock.step_to(max(due, clock.now()) + timedelta(seconds=1))
        assert await nurse.run("deliver", settings) == 0
    return await _states(wiring)


async def _next(wiring: Wiring) -> datetime | None:
    """When there is something to do again."""
    async with wiring.people.reading() as session:
        waiting = select(Letter).where(col(Letter.state).in_(states.WAITING))
        letters = (await session.exec(waiting)).all()
    return min((letter.lease_until or letter.due_at for letter in letters), default=None)
