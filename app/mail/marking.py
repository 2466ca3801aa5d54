"""Marks of letters, made durable before anything depends on them.

The lines to the server run in parallel, and each needs a commit before it may begin its next
letter. One transaction writes the marks of all lines that wait for it: four lines cost the disk
as much as one. The statements are made once: composing them took longer than running them.

What a server has just said is known to nobody else: when the database cannot be had, marks wait
for it. Else each line's last letter would go out twice whenever PostgreSQL is started again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from app.lib import clock
from app.lib.db import Database
from app.lib.outages import outlast
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.suppressing import suppress
from app.mail.tables import PAYLOAD_IF_KEPT, Letter, as_sent

_TABLE = Letter.__table__  # type: ignore[attr-defined]
# Fenced: a letter that another worker, or a later attempt, has taken over is not touched.
_HELD = update(_TABLE).where(
    col(Letter.state) == bindparam("held_in"),
    col(Letter.worker) == bindparam("holder"),
    tuple_(col(Letter.id), col(Letter.attempt)).in_(bindparam("claims", expanding=True)),
)
_GIVEN_BACK = {"worker": None, "lease_until": None}

_BEGIN = _HELD.values(state=states.SENDING, lease_until=bindparam("lease")).returning(_TABLE.c.id)
_SENT = _HELD.values(**as_sent(bindparam("now")))
_FAILED = _HELD.values(
    state=states.FAILED, reply=bindparam("words"), payload=PAYLOAD_IF_KEPT, **_GIVEN_BACK
)
# Whole: a server that says so may be wrong.
_NOBODY_THERE = _FAILED.values(
    bounce=Kind.HARD, bounced_at=bindparam("now"), payload=col(Letter.payload)
)
_LATER = _HELD.values(
    state=bindparam("new_state"),
    reply=bindparam("words"),
    due_at=bindparam("due"),
    deferrals=bindparam("times"),
    **_GIVEN_BACK,
)
_RELEASE = _HELD.values(state=states.QUEUED, **_GIVEN_BACK)


@dataclass(frozen=True)
class Outcome:
    letter: Letter
    state: str
    reply: str | None = None
    nobody_there: bool = False  # the server knows no such address: it gets no more letters


@dataclass
class _Step:
    """A line's last outcome and its next letter."""

    ended: Sequence[Outcome]
    next: Letter | None
    written: bool = field(default=False, init=False)
    ours_until: datetime | None = field(default=None, init=False)


class Marking:
    def __init__(self, database: Database, worker: str) -> None:
        self._database = database
        self._worker = worker
        self._waiting: list[_Step] = []
        self._writing = asyncio.Lock()

    async def step(self, ended: Sequence[Outcome], following: Letter | None) -> datetime | None:
        """Durable on return. Until when `following` is ours, and may be sent; None if it is not.
        Counted from before the mark: who is held up after it has no more time for that.
        """
        step = _Step(ended, following)
        self._waiting.append(step)
        async with self._writing:
            if not step.written:
                await self._write()
        return step.ours_until

    async def release(self, letters: Sequence[Letter]) -> None:
        """Back into the queue, untouched."""
        async with self._database.transaction() as session:
            held = self._held(states.CLAIMED, letters)
            await (await session.connection()).execute(_RELEASE, held)

    async def _write(self) -> None:
        """Written twice it does no harm: a letter begun already is refused, and its lease ends."""
        steps = list(self._waiting)
        ours, until = await outlast(partial(self._commit, steps))
        for step in steps:
            step.written = True
            step.ours_until = until if step.next and step.next.id in ours else None
        del self._waiting[: len(steps)]

    async def _commit(self, steps: Sequence[_Step]) -> tuple[set[UUID], datetime]:
        until = clock.now() + states.LEASE
        async with self._database.transaction() as session:
            connection = await session.connection()
            ended = [end for step in steps for end in step.ended]
            await self._end(connection, ended)
            # In one order everywhere, or two workers could wait for each other.
            for to_print in sorted({end.letter.to_print for end in ended if end.nobody_there}):
                await suppress(session, to_print, "hard")
            following = [step.next for step in steps if step.next]
            return await self._begin(connection, following, until), until

    async def _begin(
        self, connection: AsyncConnection, letters: Sequence[Letter], until: datetime
    ) -> set[UUID]:
        if not letters:
            return set()
        held = self._held(states.CLAIMED, letters)
        return set((await connection.execute(_BEGIN, held | {"lease": until})).scalars())

    async def _end(self, connection: AsyncConnection, outcomes: Sequence[Outcome]) -> None:
        now = clock.now()
        if sent := [end.letter for end in outcomes if end.state == states.SENT]:
            await connection.execute(_SENT, self._held(states.SENDING, sent) | {"now": now})
        for end in outcomes:
            held = self._held(states.SENDING, [end.letter]) | {"words": end.reply}
            if end.nobody_there:
                await connection.execute(_NOBODY_THERE, held | {"now": now})
            elif end.state == states.FAILED:
                await connection.execute(_FAILED, held)
            elif end.state != states.SENT:
                await connection.execute(_LATER, held | _next_try(end, now))

    def _held(self, state: str, letters: Sequence[Letter]) -> dict[str, Any]:
        claims = [(letter.id, letter.attempt) for letter in letters]
        return {"held_in": state, "holder": self._worker, "claims": claims}


def _next_try(end: Outcome, now: datetime) -> dict[str, Any]:
    times = end.letter.deferrals
    match end.state:
        case states.DEFERRED:
            wait, times = states.DEFERRALS[times], times + 1
        case states.UNKNOWN:
            wait = states.UNKNOWN_FOR
        case _:
            wait = states.UNREACHABLE_FOR
    return {"new_state": end.state, "due": now + wait, "times": times}
