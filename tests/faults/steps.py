"""Every step of a process that a crash may come before: its commits, and what it does to files."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.db import Database

# Python tells of these just before it does them (sys.audit); "open" only for writing.
_ON_FILES = {"open", "os.rename", "os.remove", "os.link", "os.symlink", "os.mkdir", "os.rmdir"}


class Steps:
    """Counts those of this process from now on, and dies by its own kill -9 at one of them."""

    def __init__(self, folder: Path, die_at: int | None) -> None:
        self._folder = str(folder)
        self._die_at = die_at
        self._taken = 0

    def watch(self) -> None:
        self._watch_commits()
        sys.addaudithook(self._hear)

    def step(self) -> None:
        self._taken += 1
        if self._taken == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _watch_commits(self) -> None:
        begin = Database.transaction

        @asynccontextmanager
        async def transaction(database: Database) -> AsyncIterator[AsyncSession]:
            async with begin(database) as session:
                yield session
                self.step()
            self.step()

        Database.transaction = transaction  # type: ignore[method-assign, assignment]

    def _hear(self, event: str, facts: tuple[object, ...]) -> None:
        if event not in _ON_FILES or not str(facts[0]).startswith(self._folder):
            return
        if event == "open" and not int(str(facts[2])) & (os.O_WRONLY | os.O_RDWR):
            return
        self.step()
