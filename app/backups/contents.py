"""What a backup holds: both databases, each in a folder of its own, and what it leaves out.

The halves can be kept apart, as the databases can: neither needs the other to be whole.
"""

from dataclasses import dataclass
from typing import Literal

from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, inspect, text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.db import BallotsTable, PeopleTable
from app.migrations import configured

Name = Literal["people", "ballots"]

BATCHES = "batches"

# Their structure comes back, their rows do not.
_FORGOTTEN = frozenset(
    {
        "accounts_sign_in",  # whoever signed out stays signed out
        "accounts_one_time_link",
        "accounts_letter_wanted",
        "accounts_attempt",
        "accounts_kept_reply",  # a day later nobody repeats a call
        "accounts_token_hold",  # a restore makes one of its own, as it does for letters
        "registry_upload",  # gone within a day: no copy may outlive that day
        "registry_upload_piece",
        "publications_report_file",  # made anew for whoever asks again
        "mail_relay",  # what workers saw of it is of that minute
        "mail_hold",  # also
        "ballots_limit",  # promised to be meaningless the next day: no copy may outlive that day
        "ballots_limit_salt",
        "ballots_mixer",  # the key folder of the machine that restores becomes the database's own
    }
)


class NotNewest(RuntimeError):
    """The database is not at the schema that this program knows."""


@dataclass(frozen=True)
class Half:
    """One of the two databases."""

    name: Name
    metadata: MetaData

    @property
    def tables(self) -> list[Table]:
        """Those that are kept, in an order in which they can be filled."""
        return [table for table in self.metadata.sorted_tables if table.name not in _FORGOTTEN]

    @property
    def newest(self) -> str:
        """The revision that this program's migrations lead to."""
        script = ScriptDirectory.from_config(configured(self.name, ""))
        return script.get_current_head() or ""


PEOPLE = Half("people", PeopleTable.metadata)
BALLOTS = Half("ballots", BallotsTable.metadata)


async def revision(session: AsyncSession) -> str:
    """Of the database's schema; empty where there is none yet."""
    connection = await session.connection()
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return ""
    found = await connection.execute(text("SELECT version_num FROM alembic_version"))
    return str(found.scalar_one_or_none() or "")


async def check_newest(session: AsyncSession, half: Half) -> None:
    found = await revision(session)
    if found != half.newest:
        raise NotNewest(
            f"The database of {half.name} is at schema {found or 'none'}, and this program needs"
            f" {half.newest}. Run `pikir migrate` first."
        )
