"""Marks of letters, made durable before anything depends on them.

The lines to the server run in parallel, and each needs a commit before it may begin its next
letter. One transaction writes the marks of all lines that wait for it: four lines cost the disk
as much as one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import clock
from app.lib.db import Database
from app.mail import states
from app.mail.claiming import held
from app.mail.tables import Letter


@dataclass(frozen=True)
class Outcome:
    letter: Letter
    state: str
    reply: str | None = None


@dataclass
class _Step:
    """A line's last outcome and its next letter."""

    ended: list[Outcome]
    next: Letter | None
    written: bool = field(default=False, init=False)
    may_send: bool = field(default=False, init=False)


class Marking:
    def __init__(self, database: Database, worker: str) -> None:
        self._database = database
        self._worker = worker
        self._waiting: list[_Step] = []
        self._writing = asyncio.Lock()

    async def step(self, ended: Sequence[Outcome], following: Letter | None) -> bool:
        """Durable on return. Whether `following` is still ours: only then may it be sent."""
        step = _Step(list(ended), following)
        self._waiting.append(step)
        async with self._writing:
            if not step.written:
                await self._write()
        return step.may_send

    async def _write(self) -> None:
        steps = list(self._waiting)
        async with self._database.transaction() as session:
            await self._end(session, [outcome for step in steps for outcome in step.ended])
            ours = await self._begin(session, [step.next for step in steps if step.next])
        for step in steps:
            step.written = True
            step.may_send = step.next is not None and step.next.id in ours
        del self._waiting[: len(steps)]

    async def _begin(self, session: AsyncSession, letters: list[Letter]) -> set[UUID]:
        if not letters:
            return set()
        ours = await session.exec(
            held(letters, self._worker, states.CLAIMED)
            .values(state=states.SENDING, lease_until=clock.now() + states.LEASE)
            .returning(col(Letter.id))
        )
        return set(ours.scalars())

    async def _end(self, session: AsyncSession, outcomes: list[Outcome]) -> None:
        for kept in (False, True):
            sent = [o.letter for o in outcomes if o.state == states.SENT and o.letter.kept is kept]
            if sent:
                values = _values(Outcome(sent[0], states.SENT))
                await session.exec(held(sent, self._worker, states.SENDING).values(values))
        for outcome in outcomes:
            if outcome.state != states.SENT:
                statement = held([outcome.letter], self._worker, states.SENDING)
                await session.exec(statement.values(_values(outcome)))


def _values(outcome: Outcome) -> dict[str, Any]:
    """The columns that an outcome sets; a payload that nobody keeps goes with its purpose."""
    letter, now = outcome.letter, clock.now()
    values: dict[str, Any] = {
        "state": outcome.state,
        "reply": outcome.reply,
        "lease_until": None,
        "worker": None,
    }
    match outcome.state:
        case states.SENT:
            values["sent_at"] = now
        case states.UNKNOWN:
            values["due_at"] = now + states.UNKNOWN_FOR
        case states.QUEUED:
            values["due_at"] = now + states.UNREACHABLE_FOR
        case states.DEFERRED:
            values["due_at"] = now + states.DEFERRALS[letter.deferrals]
            values["deferrals"] = letter.deferrals + 1
    if outcome.state in states.DEFINITE and not letter.kept:
        values["payload"] = None
    return values
