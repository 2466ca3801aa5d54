"""The publisher is killed: does a reader of the folder ever see two releases at once?"""

import asyncio
import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from app.lib.i18n import LANGUAGES
from app.publications.writing import MANIFEST
from app.settings import Settings
from tests.faults.house import KILLED, Nursery, copied

SITE = "geti"


@dataclass
class Published:
    kills: int = 0
    looks: int = 0  # at the whole site, file by file
    mixtures: int = 0
    unfinished: int = 0  # sites that the next run did not complete
    left: int = 0  # versions that nobody needs any more and that are still there


async def prepare(nurse: Nursery, settings: Settings) -> None:
    """One release is published, the next one waits for it."""
    bundle(settings, "2026-q3")
    assert await nurse.run("publish", settings) == 0
    bundle(settings, "2026-q4")


def bundle(settings: Settings, latest: str) -> None:
    """Data stay as they are, every page changes: it names the latest release."""
    quarters = [quarter for quarter in ("2026-q3", "2026-q4") if quarter <= latest]
    files = {"css/base.css": "p {}"}
    for language in LANGUAGES:
        for quarter in quarters:
            place = f"{language}/results/geti/{quarter}"
            files[f"{place}/index.html"] = f"{quarter} of {latest}" * 200
            files |= {f"{place}/data.{kind}": quarter * 500 for kind in ("csv", "json", "xlsx")}
        files[f"{language}/results/geti/index.html"] = f"latest: {latest}"
    whole = {"files": files, "made_from": latest}
    (settings.site_folder.parent / "bundle.json").write_text(json.dumps(whole))


async def kill_at_every_step(
    nurse: Nursery, settings: Settings, folder: Path, every: int
) -> Published:
    """Each time in a fresh copy, before so many steps further, until one reaches its end."""
    total, step = Published(), 1
    old = _versions(settings)[0]
    while True:
        home = copied(settings, folder / f"publishing-{step}")
        reader = Reader(home.site_folder / SITE)
        with reader.reading():
            was_killed = await nurse.run("publish", home, step) == KILLED
            await asyncio.to_thread(reader.look)
        with reader.reading():
            assert await nurse.run("publish", home) == 0
            await asyncio.to_thread(reader.look)
        total.looks += reader.looks
        total.mixtures += reader.mixtures
        total.unfinished += len(reader.seen - {old}) != 1 or _versions(home)[0] == old
        _pass_an_hour(home)
        assert await nurse.run("publish", home) == 0
        total.left += len(_versions(home)) > 1
        shutil.rmtree(home.site_folder.parent)
        if not was_killed:
            return total
        total.kills += 1
        step += every


def _pass_an_hour(settings: Settings) -> None:
    """Since the site's link was moved last."""
    then = time.time() - 3601
    os.utime(settings.site_folder / SITE, (then, then), follow_symlinks=False)


def _versions(settings: Settings) -> list[str]:
    """What the current manifest says, then the names of the others that lie there."""
    current = (settings.site_folder / SITE).resolve()
    others = [path.name for path in settings.site_folder.glob(f".{SITE}-*") if path != current]
    return [_digest((current / MANIFEST).read_bytes()), *others]


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@dataclass
class Reader:
    """Looks at the site again and again, as somebody does who copies it."""

    site: Path
    looks: int = 0
    mixtures: int = 0
    seen: set[str] = field(default_factory=set)

    @contextmanager
    def reading(self) -> Iterator[None]:
        stop = threading.Event()

        def read() -> None:
            while not stop.is_set():
                self.look()

        thread = threading.Thread(target=read)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def look(self) -> None:
        folder = os.open(self.site, os.O_RDONLY | os.O_DIRECTORY)
        try:
            manifest = _content(folder, MANIFEST)
            files = json.loads(manifest)["files"]
            whole = all(_digest(_content(folder, path)) == files[path] for path in files)
        except (FileNotFoundError, ValueError):
            whole = False
        finally:
            os.close(folder)
        self.looks += 1
        self.mixtures += not whole
        if whole:
            self.seen.add(_digest(manifest))


def _content(folder: int, path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()
