"""Reading the bounce mailbox, mail by mail."""

import asyncio
from collections import Counter

from app.lib import clock
from app.lib.db import Database
from app.mail.bounces.kinds import Kind
from app.mail.bounces.mailbox import Mailbox
from app.mail.bounces.receiving import receive
from app.mail.naming import Names

AT_ONCE = 200  # mails of one round


async def collect(database: Database, names: Names, address: str) -> Counter[Kind]:
    """How many of each kind there were. Raises OSError or `imaplib.IMAP4.error`.

    The effect is committed before the mail is put away. A process that dies in between finds the
    mail again, and doing the same again changes nothing.
    """
    counted: Counter[Kind] = Counter()
    mailbox = await asyncio.to_thread(Mailbox, address)
    try:
        for uid in await asyncio.to_thread(mailbox.waiting, AT_ONCE):
            counted[await _deal_with(database, names, mailbox, uid)] += 1
    finally:
        await asyncio.to_thread(mailbox.close)
    return counted


async def _deal_with(database: Database, names: Names, mailbox: Mailbox, uid: bytes) -> Kind:
    raw = await asyncio.to_thread(mailbox.read, uid)
    async with database.transaction() as session:
        kind = await receive(session, names, raw, clock.now())
    done = mailbox.leave_for_people if kind.needs_people else mailbox.put_away
    await asyncio.to_thread(done, uid)
    return kind
