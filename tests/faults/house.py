"""An installation in a folder, as settings in the environment, and its killable processes."""

import asyncio
import json
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.lib import clock
from app.settings import Settings, from_environment
from tests.faults.nursery import Order
from tests.installation import make_settings

KILLED = -signal.SIGKILL


def environment(settings: Settings) -> dict[str, str]:
    """As an operator's file of settings would give it."""
    given = {
        "DATABASE_URL": settings.database_url,
        "BALLOTS_URL": settings.ballots_url,
        "SMTP_URL": settings.smtp_url,
        "SMTP_CONNECTIONS": settings.smtp_connections,
        "BASE_URL": settings.base_url,
        "SECRET_KEYS": ",".join(settings.secret_keys),
        "PEPPER": settings.pepper.decode().strip(),
        "EMAIL_KEYS": ",".join(settings.email_keys),
        "KEY_FOLDER": settings.key_folder,
        "SITE_FOLDER": settings.site_folder,
        "RELAY_LOG": settings.relay_log or "",
        "CLOCK_FILE": os.environ[clock.FILE],
    }
    return {f"PIKIR_{name}": str(value) for name, value in given.items()}


def copied(settings: Settings, folder: Path) -> Settings:
    """The same installation once more, in another folder."""
    top = settings.key_folder.parent
    shutil.copytree(top, folder, symlinks=True)
    return replace(
        settings,
        **{
            name: getattr(settings, name).replace(str(top), str(folder))
            for name in ("database_url", "ballots_url")
        },
        key_folder=folder / settings.key_folder.name,
        site_folder=folder / settings.site_folder.name,
    )


def home(people: str, ballots: str, folder: Path, smtp_url: str = "smtp://127.0.0.1:9") -> Settings:
    """As the processes read them, to the last blank of a key."""
    folder.mkdir(parents=True, exist_ok=True)
    return from_environment(environment(make_settings(people, ballots, folder, smtp_url)))


@dataclass
class Child:
    """A process that works, and how it ended."""

    pid: int
    ended: asyncio.Future[int]

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def hold(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def let_go(self) -> None:
        os.kill(self.pid, signal.SIGCONT)


class Nursery:
    """One child at a time, a few milliseconds after it is asked for."""

    def __init__(self, process: Process) -> None:
        assert process.stdin
        assert process.stdout
        self._orders, self._news = process.stdin, process.stdout

    async def start(self, job: str, settings: Settings, die_at: int | None = None) -> Child:
        order = Order(job, environment(settings), die_at)
        self._orders.write(json.dumps(asdict(order)).encode() + b"\n")
        pid = int(await self._news.readline())
        return Child(pid, asyncio.ensure_future(self._end()))

    async def run(self, job: str, settings: Settings, die_at: int | None = None) -> int:
        """How it ended: 0, or KILLED."""
        return await (await self.start(job, settings, die_at)).ended

    async def _end(self) -> int:
        return int(await self._news.readline())


@asynccontextmanager
async def nursery(folder: Path) -> AsyncIterator[Nursery]:
    """Its children's steps are those in `folder`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.nursery", str(folder)),
        stdin=PIPE,
        stdout=PIPE,
    )
    try:
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n"
        yield Nursery(process)
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()
