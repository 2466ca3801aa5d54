"""The job that reads what came back."""

import imaplib
import logging
from collections import Counter
from datetime import datetime

from app.lib.turns import turn
from app.mail.bounces.collecting import collect
from app.mail.bounces.kinds import Kind
from app.mail.line import clean
from app.wiring import Wiring

_log = logging.getLogger("pikir.work")


async def read(wiring: Wiring, _now: datetime) -> Counter[Kind]:
    """One round over the bounce mailbox, where there is one."""
    address = wiring.settings.bounces_url
    if address is None:
        return Counter()
    async with turn("bounces", wiring.people, wiring.keys):
        try:
            counted = await collect(wiring.people, wiring.outbox.names, address)
        except (imaplib.IMAP4.error, OSError) as error:
            _log.error("The bounce mailbox cannot be read: %s", clean(str(error)))
            return Counter()
    if counted:
        _log.info("Bounces: %s", ", ".join(f"{n} {kind}" for kind, n in sorted(counted.items())))
    if left := sum(n for kind, n in counted.items() if kind.needs_people):
        _log.warning("Flagged in the bounce mailbox, for people to read: %s", left)
    return counted
