"""Backups of test databases, whose schema was made without migrations."""

from sqlalchemy import text

from app.backups.contents import BALLOTS, PEOPLE, Half
from app.backups.making import Sources
from app.backups.restoring import Targets
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.wiring import Wiring


async def stamp(database: Database, half: Half) -> None:
    """As `pikir migrate` leaves it."""
    async with database.transaction() as session:
        connection = await session.connection()
        for statement in (
            "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)",
            "DELETE FROM alembic_version",
            f"INSERT INTO alembic_version VALUES ('{half.newest}')",  # noqa: S608
        ):
            await connection.execute(text(statement))


async def fresh(people: str, ballots: str) -> tuple[Database, Database]:
    """The databases at two addresses, as if they had been migrated."""
    made = Database(people), Database(ballots)
    for database, half in zip(made, (PEOPLE, BALLOTS), strict=True):
        await stamp(database, half)
    return made


def sources(wiring: Wiring) -> Sources:
    return Sources(wiring.installation, wiring.people, wiring.ballots, wiring.batch_folder)


def targets(wiring: Wiring) -> Targets:
    return Targets(
        wiring.installation,
        wiring.people,
        wiring.ballots,
        KeyFolder(wiring.settings.key_folder),
        wiring.batch_folder,
        wiring.sent_folder,
        wiring.settings.site_folder,
    )
