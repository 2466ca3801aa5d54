"""The job that tells other systems of releases."""

import logging
from datetime import datetime

from app.publications.webhooks.delivering import deliver_due
from app.publications.webhooks.sending import Sender
from app.publications.webhooks.signing import Vault
from app.wiring import Wiring

_log = logging.getLogger("pikir.work")


async def tell(wiring: Wiring, now: datetime) -> int:
    """Those that are due, once around; ten seconds at most, beside the other jobs."""
    sender = Sender(Vault(wiring.settings.pepper), wiring.settings.base_url)
    tried = await deliver_due(wiring.people, sender, now)
    if tried:
        _log.info("Webhooks: %s tried", tried)
    return tried
