"""Taking opened envelopes and the order of used tickets out of the database's files."""

import logging

from sqlalchemy.exc import DBAPIError

from app.lib import vacuuming
from app.lib.db import Database

_log = logging.getLogger("pikir.ballots")

# The plain kind, whose SHARE UPDATE EXCLUSIVE lock lets casting go on. What it leaves in free
# space is sealed under keys that are destroyed next.
_ENVELOPES = "VACUUM ballots_envelope"

# It would leave used tickets in free space as they came, and they are not sealed. FULL writes the
# table anew under an ACCESS EXCLUSIVE lock: casting waits as long as 40 bytes a ticket take. It
# gives up soon where it has to wait itself, as for a backup: casting would wait behind it.
_TICKETS = ("SET lock_timeout = '1s'", "VACUUM FULL ballots_spent", "RESET lock_timeout")
_LOCK_NOT_AVAILABLE = "55P03"


async def vacuum(database: Database) -> None:
    """On SQLite casting waits for it; the database of answers is small."""
    await vacuuming.vacuum(database, _ENVELOPES)
    if not database.is_sqlite:
        await _write_tickets_anew(database)


async def _write_tickets_anew(database: Database) -> None:
    try:
        await vacuuming.vacuum(database, *_TICKETS)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
            raise
        _log.warning("A long reader keeps the order of used tickets on the disk until next mixing")
