"""Sending what is due. No transaction is open while we talk to the server."""

import asyncio
import logging
import os
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from app.lib import clock
from app.lib.db import Database
from app.mail import claiming, states
from app.mail.doubting import REST
from app.mail.holding import is_held
from app.mail.line import (
    LAST_PATIENCE,
    Later,
    Line,
    NobodyThere,
    Refused,
    Uncertain,
    Unreachable,
)
from app.mail.marking import Marking, Outcome
from app.mail.message import Message, Unbuildable, write
from app.mail.outbox import Erased, Outbox
from app.mail.receipts import Receipts, receipts_in, settle
from app.mail.reconciling import reconcile
from app.mail.relay import Relay
from app.mail.repeating import disbelieve
from app.mail.tables import Letter

_log = logging.getLogger("pikir.mail")

# The end of a lease, when a letter is not given any more: the server may take so long to answer.
_TO_ANSWER = timedelta(seconds=LAST_PATIENCE)
# What is claimed at once: sent well within the lease, and little to repeat for a dead worker.
_BATCH = 500


@dataclass(frozen=True)
class Delivered:
    """What became of the letters of one run."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    unknown: int = 0


def own_name() -> str:
    """Of this process, among all that deliver anywhere."""
    return f"{socket.gethostname()[:24]}-{os.getpid()}"


async def deliver_due(
    database: Database, outbox: Outbox, relay: Relay, *, worker: str, limit: int = _BATCH
) -> Delivered:
    """Up to `limit` letters, over as many lines as the relay allows. `worker` is unique among the
    processes that deliver. SMTP knows no "exactly once": a line that breaks after the last byte
    leaves the outcome unknown, and one more letter with the same Message-ID follows, unless the
    relay's log says that it took the first.
    """
    await settle(database, outbox.receipts, clock.now())
    run = _Run(outbox, relay, Marking(database, worker))
    while portion := relay.portion(min(limit, _BATCH)):
        now = clock.now()
        if relay.log:
            await reconcile(database, outbox, relay.log, now)
        async with database.transaction() as session:
            if await is_held(session):
                break
            await claiming.tidy(session, now)
            letters = await claiming.claim(session, worker, now, portion)
        if not letters:
            break
        relay.spend(len(letters))
        await _send_all(run, letters, outbox.receipts)
        if refused := relay.doubt.disbelieved():
            await _take_back(database, refused)
        limit -= len(letters)
        if len(letters) < portion:  # what has become due since is for the next round
            break
    return run.delivered()


async def _take_back(database: Database, refused: Sequence[UUID]) -> None:
    _log.error(
        "The mail server says of almost everybody that there is no such address. %d letters are"
        " tried again; it rests. `pikir doctor` tells whether this goes on.",
        len(refused),
    )
    async with database.transaction() as session:
        await disbelieve(session, refused, clock.now() + REST)


async def _send_all(run: "_Run", letters: Sequence[Letter], folder: Path) -> None:
    waiting = iter(letters)
    try:
        with receipts_in(folder) as receipts:
            async with asyncio.TaskGroup() as lines:
                for _ in range(min(run.connections, len(letters))):
                    lines.create_task(run.line(waiting, receipts))
    finally:
        if untouched := list(waiting):
            await run.marking.release(untouched)


class _Run:
    def __init__(self, outbox: Outbox, relay: Relay, marking: Marking) -> None:
        self._outbox = outbox
        self._relay = relay
        self.marking = marking
        self._ends: Counter[str] = Counter()
        self.connections = relay.connections

    async def line(self, letters: Iterator[Letter], receipts: Receipts) -> None:
        """One line to the server: the end of a letter and the start of the next are one mark."""
        ended: list[Outcome] = []
        async with self._relay.line() as line:
            while not self._relay.is_resting() and (letter := next(letters, None)):
                until = await self.marking.step(ended, letter)
                ended = [await self._send(line, letter, until, receipts)] if until else []
            await self.marking.step(ended, None)

    async def _send(
        self, line: Line, letter: Letter, until: datetime, receipts: Receipts
    ) -> Outcome:
        outcome = await self._outcome(line, letter, until - _TO_ANSWER)
        if outcome.state == states.SENT:
            receipts.note(letter)
        self._ends[outcome.state] += 1
        if outcome.nobody_there:
            self._relay.doubt.knew_nobody(letter.id)
        elif outcome.state == states.SENT:
            self._relay.doubt.took()
        return outcome

    async def _outcome(self, line: Line, letter: Letter, before: datetime) -> Outcome:
        ended = partial(Outcome, letter)
        try:
            await line.send(self._message(letter), before)
        except Unbuildable as error:
            return ended(states.FAILED, error.reason)
        except Erased:
            return ended(states.FAILED, states.KEY_DESTROYED)
        except Unreachable as error:
            return ended(states.QUEUED, str(error))
        except Later as error:
            given_up = letter.deferrals >= len(states.DEFERRALS)
            return ended(states.FAILED if given_up else states.DEFERRED, str(error))
        except NobodyThere as error:
            return ended(states.FAILED, str(error), nobody_there=True)
        except Refused as error:
            return ended(states.FAILED, str(error))
        except Uncertain as error:
            return ended(states.UNKNOWN, str(error))
        return ended(states.SENT)

    def _message(self, letter: Letter) -> Message:
        return write(self._outbox.open(letter), self._outbox.marks(letter), clock.now())

    def delivered(self) -> Delivered:
        return Delivered(
            sent=self._ends[states.SENT],
            deferred=self._ends[states.DEFERRED],
            failed=self._ends[states.FAILED],
            unknown=self._ends[states.UNKNOWN],
        )
