"""The jobs that write to entrepreneurs."""

from datetime import datetime

from app.invitations.inviting import invite_due
from app.invitations.reminding import remind_due
from app.mail.delivering import Delivered, deliver_due, own_name
from app.wiring import Wiring

BATCH = 500  # letters per round


async def invite(wiring: Wiring, now: datetime) -> int:
    """Everybody who may be asked now: how many were."""
    return await invite_due(wiring.people, wiring.inviter, now, BATCH)


async def remind(wiring: Wiring, now: datetime) -> int:
    return await remind_due(wiring.people, wiring.inviter, now, BATCH)


async def deliver(wiring: Wiring, _now: datetime) -> Delivered:
    """What is due, once around; the next round follows in seconds."""
    return await deliver_due(wiring.people, wiring.outbox, wiring.relay, worker=own_name())
