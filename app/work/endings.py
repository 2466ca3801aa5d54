"""The jobs that see to it that what must end, ends; and that nothing comes from nowhere."""

import logging
from collections.abc import Sequence
from datetime import datetime

from app.ballots import forgetting
from app.invitations import watching
from app.lib.turns import turn
from app.mail import erasing as letters
from app.registry import erasing as addresses
from app.registry.archive import closing as archive
from app.registry.resealing import reseal
from app.wiring import Wiring

_log = logging.getLogger("pikir.work")


async def erase_letters(wiring: Wiring, now: datetime) -> list[str]:
    return await letters.erase_old(wiring.people, wiring.outbox, now)


async def erase_addresses(wiring: Wiring, now: datetime) -> int:
    async with turn("erasing", wiring.people, wiring.keys):
        return await addresses.erase_due(wiring.people, now)


async def close_quarters(wiring: Wiring, now: datetime) -> int:
    async with turn("closing quarters", wiring.people, wiring.keys):
        return await archive.close_due(wiring.people, now)


async def reseal_addresses(wiring: Wiring, _now: datetime) -> int:
    """Only while there is more than one key; then the operator is told that one will do."""
    if not wiring.addresses.has_older_keys:
        return 0
    resealed = await reseal(wiring.people, wiring.addresses)
    _log.info("Every address is sealed with the newest key of PIKIR_EMAIL_KEYS: keep only that one")
    return resealed


async def watch(wiring: Wiring, _now: datetime) -> Sequence[watching.Breach]:
    """Used tickets are counted first: a letter that goes out meanwhile raises no alarm."""
    async with wiring.ballots.reading() as session:
        used = await forgetting.used_tickets(session)
    async with wiring.people.reading() as session:
        breaches = await watching.breaches(session, used)
    for breach in breaches:
        _log.error("%s", breach)
    return breaches
