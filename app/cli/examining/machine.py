"""What stands around the program: secrets, databases, folders, disk, clock, relay, services."""

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text

from app.backups.contents import NotNewest, check_newest
from app.cli.examining.findings import ERROR, OK, WARNING, Finding, ago, worst
from app.cli.examining.patient import Patient
from app.lib import clock
from app.settings import unknown_names

_SECRET = ("DATABASE_URL", "BALLOTS_URL", "SMTP_URL", "SECRET_KEYS", "PEPPER", "EMAIL_KEYS")
_FOR_OTHERS = 0o077
_GIGABYTE = 10**9
_SIGNS = 10  # different ones in a secret; `pikir init` writes some thirty
_APART = timedelta(seconds=60)  # two clocks


async def secrets(patient: Patient) -> AsyncIterator[Finding]:
    named = [patient.environment.get(f"PIKIR_{name}_FILE") for name in _SECRET]
    files = [Path(name) for name in named if name] + patient.own_files
    for file in files:
        if file.exists() and _is_open_to_others(file):
            cure = f"other users may read it: chmod 600 {file}"
            yield Finding("secrets", WARNING, cure)
    settings = patient.wiring.settings
    invented = {"PIKIR_SECRET_KEYS": settings.secret_keys, "PIKIR_PEPPER": (str(settings.pepper),)}
    for name, keys in invented.items():
        if any(len(set(key)) < _SIGNS for key in keys):
            cure = "looks invented by a person: take one that `pikir init` writes"
            yield Finding("secrets", ERROR, f"{name} {cure}")


async def names(patient: Patient) -> AsyncIterator[Finding]:
    """A setting that is misspelled, or of an older program, is silently without effect."""
    unknown = unknown_names(patient.environment)
    for name in unknown:
        cure = "is no setting of this program: rename it, or take it out"
        yield Finding("settings", WARNING, f"{name} {cure}")


async def base_url(patient: Patient) -> AsyncIterator[Finding]:
    """It stands in every letter."""
    url = urlsplit(patient.wiring.settings.base_url)
    host = url.hostname or ""
    if host.endswith(".example"):
        cure = "is the example: set PIKIR_BASE_URL to the address in the letters"
        yield Finding("base address", ERROR, f"{host} {cure}")
    elif url.scheme != "https" and not _is_here(host):
        cure = "links travel in the open: terminate TLS before the program"
        yield Finding("base address", WARNING, f"{url.geturl()}: {cure}")
    else:
        yield Finding("base address", OK, url.geturl())


async def apart(patient: Patient) -> AsyncIterator[Finding]:
    """A copy of the key folder beside a copy of the ballots could open answers that wait."""
    settings, stamp = patient.wiring.settings, patient.wiring.last_backup
    keys = settings.key_folder.resolve()
    others = {"the sites' folder": settings.site_folder.resolve()}
    if stamp.exists():
        others["the backups' folder"] = _folder_of(stamp.read_text())
    for name, folder in others.items():
        if folder in (keys, *keys.parents):
            cure = f"lies in {name} {folder}: keep them apart, and destroy such copies"
            yield Finding("key folder", ERROR, f"{keys} {cure}")


async def databases(patient: Patient) -> AsyncIterator[Finding]:
    for half, database in patient.halves:
        name = f"{half.name} database"
        if not await database.is_reachable():
            yield Finding(name, ERROR, "cannot be reached: is it running, and the address right?")
            continue
        try:
            async with database.reading() as session:
                await check_newest(session, half)
            yield Finding(name, OK, f"reachable, schema {half.newest}")
        except NotNewest as error:
            yield Finding(name, ERROR, str(error))


async def folders(patient: Patient) -> AsyncIterator[Finding]:
    settings = patient.wiring.settings
    for name, folder in (("key folder", settings.key_folder), ("sites", settings.site_folder)):
        if not folder.is_dir():
            level = ERROR if name == "key folder" else OK
            yield Finding(name, level, f"{folder} is not there yet: the worker makes it")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield Finding(name, ERROR, f"{folder} cannot be written by this user")
        elif name == "key folder" and folder.stat().st_mode & _FOR_OTHERS:
            yield Finding(name, ERROR, f"other users may enter it: chmod 700 {folder}")
        else:
            yield Finding(name, OK, f"{folder} can be written")


async def space(patient: Patient) -> AsyncIterator[Finding]:
    settings = patient.wiring.settings
    folders = [settings.key_folder, settings.site_folder, *patient.own_files]
    there = {next(one for one in (path, *path.parents) if one.exists()) for path in folders}
    free, where = min((shutil.disk_usage(path).free, path) for path in there)
    level = worst(-free, -2 * _GIGABYTE, -_GIGABYTE // 4)
    yield Finding("disk", level, f"{free / _GIGABYTE:.1f} GB free at {where}")


async def clocks(patient: Patient) -> AsyncIterator[Finding]:
    if clock.FILE in patient.environment:
        yield Finding("clock", ERROR, f"{clock.FILE} moves it: only tests and the demo may do that")
        return
    for half, database in patient.halves:
        if not database.is_sqlite and await database.is_reachable():
            async with database.reading() as session:
                found = await (await session.connection()).execute(text("SELECT now()"))
                theirs = found.scalar_one()
            if abs(theirs - clock.now()) > _APART:
                away = ago(abs(theirs - clock.now()))
                cure = "start NTP on both machines"
                yield Finding("clock", ERROR, f"{away} from the {half.name} database's: {cure}")
                return
    yield Finding("clock", OK, f"{clock.now():%Y-%m-%d %H:%M} UTC")


async def worker(patient: Patient) -> AsyncIterator[Finding]:
    pulse = patient.wiring.pulse
    if not pulse.exists():
        yield Finding("worker", ERROR, "has never run here: `pikir serve` or `pikir worker`")
        return
    age = _age(pulse)
    level = worst(age.total_seconds(), 10 * 60, 3600)
    yield Finding("worker", level, f"was last seen {ago(age)} ago")


async def backup(patient: Patient) -> AsyncIterator[Finding]:
    stamp = patient.wiring.last_backup
    if not stamp.exists():
        yield Finding("backup", WARNING, "there has been none: `pikir backup FOLDER` each night")
        return
    age = _age(stamp)
    level = worst(age.total_seconds(), 36 * 3600, 7 * 24 * 3600)
    yield Finding("backup", level, f"{stamp.read_text()}, made {ago(age)} ago")


def _is_open_to_others(file: Path) -> bool:
    """Not within a folder that they may not enter, such as `pikir init` makes."""
    return bool(file.stat().st_mode & _FOR_OTHERS and file.parent.stat().st_mode & _FOR_OTHERS)


def _folder_of(path: str) -> Path:
    return Path(path).resolve().parent


def _is_here(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".test")


def _age(file: Path) -> timedelta:
    """By the machine's own clock, which wrote it."""
    return datetime.now(UTC) - datetime.fromtimestamp(file.stat().st_mtime, UTC)
