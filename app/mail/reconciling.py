"""Letters of which we cannot know whether the relay took them: its own log can tell."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlmodel import col, select

from app.lib.db import Database
from app.mail import relaylog, states
from app.mail.line import clean
from app.mail.outbox import Outbox
from app.mail.relaylog import RelayLog
from app.mail.tables import PAYLOAD_IF_KEPT, Letter, as_sent

_log = logging.getLogger("pikir.mail")


async def reconcile(database: Database, outbox: Outbox, path: Path, now: datetime) -> None:
    """What was taken is marked as sent or refused; what was not is tried again, as if the server
    had deferred it. A log that cannot be read, or that has never heard of us, settles nothing:
    then the letter is repeated once, as without a log.
    """
    async with database.reading() as session:
        unknown = (col(Letter.state) == states.UNKNOWN, col(Letter.due_at) <= now)
        letters = (await session.exec(select(Letter).where(*unknown))).all()
    if not letters:
        return
    ids = {outbox.marks(letter).message_id for letter in letters}
    try:
        log = await asyncio.to_thread(relaylog.read, path, ids, outbox.domain)
    except OSError as error:
        _log.error("PIKIR_RELAY_LOG cannot be read, so letters may be sent twice: %s", error)
        return
    if log.knows_us:
        await _settle(database, outbox, letters, log, now)


async def _settle(
    database: Database, outbox: Outbox, letters: Sequence[Letter], log: RelayLog, now: datetime
) -> None:
    async with database.transaction() as session:
        for letter in letters:
            # Another worker may have settled it, or begun to repeat it, in the meantime.
            still = (col(Letter.id) == letter.id, col(Letter.attempt) == letter.attempt)
            await session.exec(
                update(Letter)
                .where(*still, col(Letter.state) == states.UNKNOWN)
                .values(**_outcome(letter, log.fate(outbox.marks(letter).message_id), now))
            )


def _outcome(letter: Letter, fate: relaylog.Copy | None, now: datetime) -> dict[str, object]:
    if fate is None and letter.deferrals < len(states.DEFERRALS):
        wait = states.DEFERRALS[letter.deferrals]
        return {"state": states.DEFERRED, "due_at": now + wait, "deferrals": letter.deferrals + 1}
    if fate is None:
        return {"state": states.FAILED, "reply": states.NEVER_TAKEN, "payload": PAYLOAD_IF_KEPT}
    if fate.is_refused:
        return {"state": states.FAILED, "reply": clean(fate.words), "payload": PAYLOAD_IF_KEPT}
    return as_sent(now)
