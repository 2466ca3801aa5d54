"""Asking: one letter per inspection, ever, with a ticket that stands nowhere but in the letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tickets import Tickets
from app.invitations import choosing, windows
from app.invitations.denying import Denying
from app.invitations.partitioning import part_of
from app.invitations.stopping import Stopping
from app.invitations.tables import Invitation
from app.invitations.writing import Asking, Reader, purpose, write
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.turns import turn
from app.mail.outbox import Outbox
from app.registry.addresses import Addresses
from app.registry.tables import Inspection

REMINDED_AFTER = timedelta(days=7)
_BATCH = 50  # one transaction: letters are written in it, and others wait behind it


@dataclass(frozen=True)
class Inviter:
    """What writing to entrepreneurs takes. `base_url` is where they reach the survey; whose turn
    it is to write is settled in the key folder.
    """

    tickets: Tickets
    outbox: Outbox
    addresses: Addresses
    stopping: Stopping
    denying: Denying
    base_url: str
    keys: KeyFolder

    def new_link(self, asking: Asking, inspection: Inspection) -> str:
        group = part_of(asking.box.parts, inspection.region, inspection.kind)
        return f"{self.base_url}/s/{self.tickets.issue(asking.box.id, group)}"

    def stop_link(self, to_print: bytes) -> str:
        return f"{self.base_url}/u/{self.stopping.token(to_print)}"

    def deny_link(self, inspection: Inspection) -> str:
        return f"{self.base_url}/u/not-mine/{self.denying.token(inspection.id)}"


async def invite_due(database: Database, inviter: Inviter, now: datetime, limit: int) -> int:
    """How many letters were posted, `limit` at most. An inspection is due when its act has been
    handed over, its box is open, and its address is neither asked within 30 days nor among those
    that get nothing.
    Taken while another process is at it: two could write to the same address.
    """
    async with turn("inviting", database, inviter.keys):
        async with database.reading() as session:
            boxes = await choosing.open_boxes(session, now)
        invited = 0
        for asking in boxes:
            async with database.reading() as session:
                due = await choosing.due(session, asking, now, limit - invited)
            for start in range(0, len(due), _BATCH):
                async with database.transaction() as session:
                    batch = due[start : start + _BATCH]
                    invited += await _invite(session, inviter, asking, now, batch)
    return invited


async def _invite(
    session: AsyncSession, inviter: Inviter, asking: Asking, now: datetime, due: Sequence[UUID]
) -> int:
    asked: dict[bytes, Invitation] = {}
    for inspection, business in await choosing.still_due(session, asking, now, due):
        to_print = inspection.email_print or b""
        due_at = windows.turn(inspection, now, asking.inspectorate)
        # The other inspections of an address wait for its cooldown, as those of later batches do.
        if to_print in asked or not choosing.still_takes(asking, due_at):
            continue
        turn = _Turn(inspection, business, to_print, due_at)
        asked[to_print] = _ask(session, inviter, asking, turn)
    await session.flush()  # the letters first: invitations point to them
    session.add_all(asked.values())
    return len(asked)


@dataclass(frozen=True)
class _Turn:
    inspection: Inspection
    business: str
    to_print: bytes
    at: datetime


def _ask(session: AsyncSession, inviter: Inviter, asking: Asking, turn: _Turn) -> Invitation:
    reader = Reader(
        turn.inspection,
        turn.business,
        address=inviter.addresses.open(turn.inspection.email or b""),
        link=inviter.new_link(asking, turn.inspection),
        stop=inviter.stop_link(turn.to_print),
        deny=inviter.deny_link(turn.inspection),
    )
    remind_at = day_of_reminder(turn.at, asking)
    letter = inviter.outbox.post(
        session,
        write("invitation", asking, reader),
        turn.at,
        to_print=turn.to_print,
        kept=remind_at is not None,
        purpose=purpose("invitation", asking, turn.inspection),
    )
    return Invitation(
        inspection_id=turn.inspection.id,
        box_id=asking.box.id,
        to_print=turn.to_print,
        letter_id=letter.id,
        invited_at=turn.at,
        remind_at=remind_at,
    )


def day_of_reminder(invited_at: datetime, asking: Asking) -> datetime | None:
    """None: the box closes before."""
    day = windows.soonest(invited_at + REMINDED_AFTER, asking.inspectorate)
    return day if choosing.still_takes(asking, day) else None
