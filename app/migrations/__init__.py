"""Two short histories, people/ and ballots/, the same on SQLite and PostgreSQL."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData

import app.tables  # noqa: F401  (fills the metadata)
from app.lib.db import BallotsTable, PeopleTable

METADATA: dict[str, MetaData] = {
    "people": PeopleTable.metadata,
    "ballots": BallotsTable.metadata,
}


def configured(history: str, url: str) -> Config:
    """Alembic's own commands on one history: `people` or `ballots`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / history))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    config.attributes["metadata"] = METADATA[history]
    return config


def upgrade(history: str, url: str) -> None:
    """To the newest schema. Runs its own event loop: call it from a thread if one is running."""
    command.upgrade(configured(history, url), "head")
