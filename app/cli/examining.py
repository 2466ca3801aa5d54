"""What the doctor looks at, one function each: the table EXAMINATIONS is all of it."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlmodel import col, func, select

from app.backups.contents import BALLOTS, PEOPLE, Half, NotNewest, check_newest
from app.ballots.forgetting import used_tickets
from app.ballots.restoring import unreadable
from app.ballots.tables import Mixer
from app.cli.findings import ERROR, OK, WARNING, Finding, ago, worst
from app.invitations import watching
from app.lib import clock
from app.lib.db import Database
from app.mail import holding, states
from app.mail.line import Unreachable
from app.mail.tables import Letter
from app.settings import Settings
from app.wiring import Wiring

_SECRET = ("DATABASE_URL", "BALLOTS_URL", "SMTP_URL", "SECRET_KEYS", "PEPPER", "EMAIL_KEYS")
_FOR_OTHERS = 0o077
_GIGABYTE = 10**9
_APART = timedelta(seconds=60)  # two clocks


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


async def examine(settings: Settings, environment: Mapping[str, str]) -> list[Finding]:
    wiring = Wiring(settings)
    patient = Patient(wiring, environment, clock.now())
    findings = []
    try:
        for examination in EXAMINATIONS:
            findings += [finding async for finding in examination(patient)]
        if all(finding.level == OK for finding in findings if finding.name.endswith("database")):
            for examination in OF_DATABASES:
                findings += [finding async for finding in examination(patient)]
    finally:
        await wiring.close()
    return findings


async def _secrets(patient: Patient) -> AsyncIterator[Finding]:
    named = [patient.environment.get(f"PIKIR_{name}_FILE") for name in _SECRET]
    files = [Path(name) for name in named if name] + patient.own_files
    for file in files:
        if file.exists() and file.stat().st_mode & _FOR_OTHERS:
            cure = f"other users may read it: chmod 600 {file}"
            yield Finding("secrets", WARNING, cure)


async def _databases(patient: Patient) -> AsyncIterator[Finding]:
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


async def _folders(patient: Patient) -> AsyncIterator[Finding]:
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


async def _space(patient: Patient) -> AsyncIterator[Finding]:
    settings = patient.wiring.settings
    folders = [settings.key_folder, settings.site_folder, *patient.own_files]
    there = {next(one for one in (path, *path.parents) if one.exists()) for path in folders}
    free, where = min((shutil.disk_usage(path).free, path) for path in there)
    level = worst(-free, -2 * _GIGABYTE, -_GIGABYTE // 4)
    yield Finding("disk", level, f"{free / _GIGABYTE:.1f} GB free at {where}")


async def _clocks(patient: Patient) -> AsyncIterator[Finding]:
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


async def _relay(patient: Patient) -> AsyncIterator[Finding]:
    try:
        await patient.wiring.relay.greet()
        yield Finding("mail server", OK, "answers, and lets us in")
    except Unreachable as error:
        yield Finding("mail server", ERROR, f"{error}. Letters wait until it answers.")


async def _worker(patient: Patient) -> AsyncIterator[Finding]:
    pulse = patient.wiring.pulse
    if not pulse.exists():
        yield Finding("worker", ERROR, "has never run here: `pikir serve` or `pikir worker`")
        return
    age = _age(pulse)
    level = worst(age.total_seconds(), 10 * 60, 3600)
    yield Finding("worker", level, f"was last seen {ago(age)} ago")


async def _backup(patient: Patient) -> AsyncIterator[Finding]:
    stamp = patient.wiring.last_backup
    if not stamp.exists():
        yield Finding("backup", WARNING, "there has been none: `pikir backup FOLDER` each night")
        return
    age = _age(stamp)
    level = worst(age.total_seconds(), 36 * 3600, 7 * 24 * 3600)
    yield Finding("backup", level, f"{stamp.read_text()}, made {ago(age)} ago")


async def _key_owner(patient: Patient) -> AsyncIterator[Finding]:
    """Exactly one key folder belongs to the ballots, on the one machine that mixes."""
    async with patient.wiring.ballots.reading() as session:
        owner = (await session.exec(select(Mixer.folder))).one_or_none()
    mark = patient.wiring.settings.key_folder / "ballots-folder"
    if owner and (not mark.exists() or mark.read_text() != owner):
        cure = "only the machine with that folder may mix"
        yield Finding("key folder", ERROR, f"is not {owner}, to which the ballots belong: {cure}")


async def _waiting(patient: Patient) -> AsyncIterator[Finding]:
    if not patient.wiring.settings.key_folder.is_dir():
        return
    async with patient.wiring.ballots.reading() as session:
        lost = await unreadable(session, patient.wiring.keys)
    if lost:
        words = f"{lost} are sealed for keys that are not in the key folder: nobody can open them"
        yield Finding("waiting answers", WARNING, words)
    else:
        yield Finding("waiting answers", OK, "the key of each is there")


async def _outbox(patient: Patient) -> AsyncIterator[Finding]:
    async with patient.wiring.people.reading() as session:
        since = await holding.held_since(session)
        waiting = (col(Letter.state).in_(states.WAITING), col(Letter.due_at) < patient.now)
        oldest = (await session.exec(select(func.min(Letter.due_at)).where(*waiting))).one()
    if since:
        yield Finding("letters", ERROR, holding.in_words(since))
    elif oldest is None:
        yield Finding("letters", OK, "none is late")
    else:
        late = patient.now - oldest
        level = worst(late.total_seconds(), 3600, 24 * 3600)
        yield Finding("letters", level, f"the oldest is {ago(late)} late")


async def _tickets(patient: Patient) -> AsyncIterator[Finding]:
    async with patient.wiring.ballots.reading() as session:
        used = await used_tickets(session)
    async with patient.wiring.people.reading() as session:
        breaches = await watching.breaches(session, used)
    for breach in breaches:
        yield Finding("tickets", ERROR, str(breach))
    if not breaches:
        yield Finding("tickets", OK, "no more are used than letters have gone out")


def _age(file: Path) -> timedelta:
    """By the machine's own clock, which wrote it."""
    return datetime.now(UTC) - datetime.fromtimestamp(file.stat().st_mtime, UTC)


EXAMINATIONS: tuple[Examination, ...] = (
    _secrets,
    _databases,
    _folders,
    _space,
    _clocks,
    _relay,
    _worker,
    _backup,
)
# Only where both can be reached, at the schema that is expected.
OF_DATABASES: tuple[Examination, ...] = (_key_owner, _waiting, _outbox, _tickets)
