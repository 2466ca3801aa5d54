"""Taking opened envelopes and the order of used tickets out of the database's files."""

from app.lib import vacuuming
from app.lib.db import Database

# The plain kind, whose SHARE UPDATE EXCLUSIVE lock lets casting go on. What it leaves in free
# space is sealed under keys that are destroyed next. FULL would lock everybody out.
_POSTGRES = "VACUUM ballots_envelope, ballots_spent"


async def vacuum(database: Database) -> None:
    """On SQLite casting waits for it; the database of answers is small."""
    await vacuuming.vacuum(database, _POSTGRES)
