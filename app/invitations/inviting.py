"""Asking: one letter per inspection, ever, with a ticket that stands nowhere but in the letter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tickets import Tickets
from app.invitations import choosing, windows
from app.invitations.partitioning import part_of
from app.invitations.stopping import Stopping
from app.invitations.tables import Invitation
from app.invitations.writing import Asking, Reader, write
from app.lib.db import Database
from app.mail.outbox import Outbox
from app.registry.addresses import Addresses
from app.registry.tables import Inspection

REMINDED_AFTER = timedelta(days=7)
_BATCH = 200  # one transaction: short enough for everybody who waits behind it


@dataclass(frozen=True)
class Inviter:
    """What writing to entrepreneurs takes. `base_url` is where they reach the survey."""

    tickets: Tickets
    outbox: Outbox
    addresses: Addresses
    stopping: Stopping
    base_url: str

    def new_link(self, asking: Asking, inspection: Inspection) -> str:
        group = part_of(asking.box.parts, inspection.region, inspection.kind)
        return f"{self.base_url}/s/{self.tickets.issue(asking.box.id, group)}"

    def stop_link(self, to_print: bytes) -> str:
        return f"{self.base_url}/u/{self.stopping.token(to_print)}"


async def invite_due(database: Database, inviter: Inviter, now: datetime, limit: int) -> int:
    """How many letters were posted, `limit` at most. An inspection is due when its act is final,
    its box open, and its address neither asked within 30 days nor among those that get nothing.
    One process at a time: two could write to the same address.
    """
    async with database.reading() as session:
        every = await choosing.open_boxes(session, now)
    invited = 0
    for asking in every:
        posted = -1
        while posted and invited < limit:
            async with database.transaction() as session:
                posted = await _invite(session, inviter, asking, now, min(_BATCH, limit - invited))
            invited += posted
    return invited


async def _invite(
    session: AsyncSession, inviter: Inviter, asking: Asking, now: datetime, limit: int
) -> int:
    asked: dict[bytes, Invitation] = {}
    for inspection, business in await choosing.due(session, asking, now, limit):
        to_print = inspection.email_print or b""
        due_at = _due_at(inspection, asking, now)
        # The other inspections of an address wait for its cooldown, as those of later batches do.
        if to_print in asked or not choosing.is_in_time(
            due_at, asking.inspectorate, asking.box.closes_on
        ):
            continue
        due = _Due(inspection, business, to_print, due_at)
        asked[to_print] = _ask(session, inviter, asking, due)
    await session.flush()  # the letters first: invitations point to them
    session.add_all(asked.values())
    return len(asked)


@dataclass(frozen=True)
class _Due:
    inspection: Inspection
    business: str
    to_print: bytes
    at: datetime


def _ask(session: AsyncSession, inviter: Inviter, asking: Asking, due: _Due) -> Invitation:
    reader = Reader(
        due.inspection,
        due.business,
        address=inviter.addresses.open(due.inspection.email or b""),
        link=inviter.new_link(asking, due.inspection),
        stop=inviter.stop_link(due.to_print),
    )
    remind_at = _remind_at(due.at, asking)
    letter = inviter.outbox.post(
        session,
        write("invitation", asking, reader),
        due.at,
        to_print=due.to_print,
        kept=remind_at is not None,
    )
    return Invitation(
        inspection_id=due.inspection.id,
        box_id=asking.box.id,
        to_print=due.to_print,
        letter_id=letter.id,
        invited_at=due.at,
        remind_at=remind_at,
    )


def _due_at(inspection: Inspection, asking: Asking, now: datetime) -> datetime:
    country = asking.inspectorate.country
    opening = windows.next_window(inspection.entered_at, country)
    return opening if opening > now else windows.soonest(now, country)


def _remind_at(invited_at: datetime, asking: Asking) -> datetime | None:
    """None: the box closes before."""
    inspectorate = asking.inspectorate
    day = windows.soonest(invited_at + REMINDED_AFTER, inspectorate.country)
    return day if choosing.is_in_time(day, inspectorate, asking.box.closes_on) else None
