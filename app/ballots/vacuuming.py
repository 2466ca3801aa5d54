"""Taking opened envelopes and the order of used tickets out of the database's files."""

import logging

from sqlalchemy.exc import DBAPIError

from app.lib import vacuuming
from app.lib.db import Database

_log = logging.getLogger("pikir.ballots")

# The plain kind, whose SHARE UPDATE EXCLUSIVE lock lets casting go on. What it leaves in free
# space is sealed under keys that are destroyed next.
_ENVELOPES = "VACUUM ballots_envelope"

# It would leave used tickets in free space as they came, and they are not sealed; masked words of
# remarks, too. FULL writes a table anew under an ACCESS EXCLUSIVE lock: casting waits as long as 40
# bytes a ticket take.
_TICKETS, _REMARKS = "VACUUM FULL ballots_spent", "VACUUM FULL ballots_remark"
_LOCK_NOT_AVAILABLE = "55P03"


async def vacuum(database: Database) -> None:
    """On SQLite casting waits for it; the database of answers is small."""
    await vacuuming.vacuum(database, _ENVELOPES)
    if not database.is_sqlite and not await _write_anew(database, _TICKETS):
        _log.warning("A long reader keeps the order of used tickets on the disk until next mixing")


async def vacuum_remarks(database: Database) -> bool:
    """False if a long reader keeps on the disk what was masked: try again later."""
    if database.is_sqlite:
        await vacuuming.vacuum(database)
        return True
    return await _write_anew(database, _REMARKS)


async def _write_anew(database: Database, statement: str) -> bool:
    """It gives up soon where it has to wait, as for a backup: others would wait behind it."""
    try:
        await vacuuming.vacuum(database, "SET lock_timeout = '1s'", statement, "RESET lock_timeout")
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
            raise
        return False
    return True
