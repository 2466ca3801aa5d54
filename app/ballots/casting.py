"""Putting an answer into its box.

Hot path: one short statement or shared commit, no unit of work (see slot_sqlite, slot_postgres).
Boxes and public keys are remembered here. A key may have changed meanwhile: the slot then refuses
the envelope, and it is sealed again, so nothing is ever kept under a key that is to be destroyed.
"""

import hmac
import secrets
import time
from datetime import datetime

from app.ballots.boxes import find, is_open
from app.ballots.content import Content
from app.ballots.slot import Entry, Outcome, Slot
from app.ballots.slot_postgres import PostgresSlot
from app.ballots.slot_sqlite import SqliteSlot
from app.ballots.tables import Box, Group
from app.ballots.tickets import Ticket
from app.lib.db import Database
from app.lib.errors import AlreadyDone, Expired, NotFound
from app.lib.outages import is_outage

__all__ = ["Casting", "Closed", "Content", "Used"]

_REMEMBERED = 5.0  # seconds


class Used(AlreadyDone):
    """This ticket has been used: its answer is in the box."""


class Closed(Expired):
    """The box takes no more answers."""


class Casting:
    """The slots of all boxes. `pepper` keys the fingerprints of used tickets."""

    def __init__(self, database: Database, pepper: bytes) -> None:
        self._database = database
        self._pepper = pepper
        self._slot = _slot(database)
        self._is_started = False
        self._boxes: dict[str, tuple[float, Box]] = {}
        self._groups: dict[tuple[str, int], Group] = {}

    async def start(self) -> None:
        if self._is_started:
            raise RuntimeError("These slots are open already: a second thread or pool would leak.")
        await self._slot.start()
        self._is_started = True

    async def close(self) -> None:
        """Returns when everything that was cast is kept."""
        if self._is_started:
            self._is_started = False
            await self._slot.close()

    async def is_spent(self, ticket: Ticket) -> bool:
        return await self._slot.is_spent(ticket.box_id, self._digest(ticket))

    async def box(self, box_id: str) -> Box | None:
        """As it was at most five seconds ago, or when the database went away: then it is said in
        the right language what cannot be done.
        """
        read_at, box = self._boxes.get(box_id, (0.0, None))
        if box and time.monotonic() - read_at < _REMEMBERED:
            return box
        try:
            async with self._database.reading() as session:
                box = await find(session, box_id)
        except Exception as error:
            if box and is_outage(error):
                return box
            raise
        if box:
            self._boxes[box_id] = (time.monotonic(), box)
        return box

    async def cast(self, ticket: Ticket, content: Content, now: datetime) -> None:
        """Keep the answer, once; else Used, Closed or NotFound."""
        box_id, number, digest = ticket.box_id, ticket.group_number, self._digest(ticket)
        box = await self.box(box_id)
        if box is None:
            raise NotFound
        if not is_open(box, now):
            raise Closed
        outcome = Outcome.KEY_CHANGED
        while outcome is Outcome.KEY_CHANGED:
            group = await self._group(box_id, number)
            sealed = content.seal(group.public_key)
            entry = Entry(secrets.token_bytes(16), box_id, number, digest, group.key_name, sealed)
            outcome = await self._slot.put(entry)
            if outcome is Outcome.KEY_CHANGED:
                self._groups.pop((box_id, number), None)
        if outcome is Outcome.USED:
            raise Used

    async def _group(self, box_id: str, number: int) -> Group:
        if group := self._groups.get((box_id, number)):
            return group
        async with self._database.reading() as session:
            group = await session.get(Group, (box_id, number))
        if group is None:
            raise NotFound
        if not group.key_name:
            raise Closed
        self._groups[box_id, number] = group
        return group

    def _digest(self, ticket: Ticket) -> bytes:
        return hmac.digest(self._pepper, ticket.random, "sha256")


def _slot(database: Database) -> Slot:
    path = database.engine.url.database
    return SqliteSlot(path or "") if database.is_sqlite else PostgresSlot(database.engine)
