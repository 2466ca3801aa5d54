"""What is examined: one installation, at one moment."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.backups.contents import BALLOTS, PEOPLE, Half
from app.cli.examining.findings import Finding
from app.lib.db import Database
from app.wiring import Wiring


@dataclass(frozen=True)
class Patient:
    wiring: Wiring
    environment: Mapping[str, str]
    now: datetime

    @property
    def halves(self) -> list[tuple[Half, Database]]:
        return [(PEOPLE, self.wiring.people), (BALLOTS, self.wiring.ballots)]

    @property
    def own_files(self) -> list[Path]:
        """Of the databases, where they are files."""
        paths = [database.engine.url.database for _, database in self.halves if database.is_sqlite]
        return [Path(path) for path in paths if path]


Examination = Callable[[Patient], AsyncIterator[Finding]]
