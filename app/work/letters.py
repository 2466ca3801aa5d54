"""The jobs that write to entrepreneurs."""

import asyncio
import logging
from datetime import datetime

from app.invitations.inviting import invite_due
from app.invitations.readdressing import readdress_due
from app.invitations.reminding import remind_due
from app.invitations.samples import Length, Poster, write_asked
from app.mail import holding, reporting, sentfiles
from app.mail.delivering import Delivered, deliver_due, own_name
from app.registry.inspectorates import USUAL_QUESTIONNAIRE
from app.wiring import Wiring

_log = logging.getLogger("pikir.work")

BATCH = 500  # letters per round


async def invite(wiring: Wiring, now: datetime) -> int:
    """Everybody who may be asked now: how many were."""
    return await invite_due(wiring.people, wiring.inviter, now, BATCH)


async def readdress(wiring: Wiring, now: datetime) -> int:
    """Letters that came back, to addresses that were corrected since."""
    return await readdress_due(wiring.people, wiring.inviter, now)


async def remind(wiring: Wiring, now: datetime) -> int:
    return await remind_due(wiring.people, wiring.inviter, now, BATCH)


async def write_samples(wiring: Wiring, now: datetime) -> int:
    """Test letters that administrators asked for: how many were posted."""
    usual = wiring.shelf.latest(USUAL_QUESTIONNAIRE)
    length = Length(len(usual.questions), usual.minutes)
    poster = Poster(wiring.outbox, wiring.addresses, wiring.settings.base_url, length)
    return await write_asked(wiring.people, poster, now)


async def deliver(wiring: Wiring, _now: datetime) -> Delivered:
    """What is due, once around; the next round follows in seconds."""
    outbox, relay = wiring.outbox, wiring.relay
    return await deliver_due(wiring.people, outbox, relay, worker=own_name(), limit=BATCH)


async def note_sent(wiring: Wiring, now: datetime) -> int:
    """Beside the database, for the day on which an older backup is restored."""
    return await sentfiles.note(wiring.people, wiring.sent_folder, now)


async def tell_of_hold(wiring: Wiring, _now: datetime) -> None:
    async with wiring.people.reading() as session:
        since = await holding.held_since(session)
    if since:
        _log.warning("%s", holding.in_words(since))


async def tell_of_relay(wiring: Wiring, now: datetime) -> None:
    """For the administrators' page."""
    async with wiring.people.transaction() as session:
        await reporting.report(session, wiring.relay, own_name(), now)


async def be_alive(wiring: Wiring, _now: datetime) -> None:
    """`pikir doctor` looks when this was last."""
    await asyncio.to_thread(wiring.pulse.touch)
