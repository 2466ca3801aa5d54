"""The jobs around registers that staff upload: no other process ever opens these files."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

from cryptography.fernet import InvalidToken
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.invitations.recalling import LETTERS
from app.lib.db import Database
from app.lib.i18n import gettext as _
from app.lib.i18n import speaking
from app.lib.turns import turn
from app.registry.importing.map_file import map_from
from app.registry.importing.report import Report
from app.registry.importing.report_sheet import to_xlsx
from app.registry.importing.rows import Unreadable
from app.registry.importing.running import import_file
from app.registry.tables import Inspectorate
from app.registry.uploads import keeping, stages
from app.registry.uploads.looking import look
from app.registry.uploads.stages import Fault, Told
from app.registry.uploads.tables import Upload
from app.wiring import Wiring

_log = logging.getLogger("pikir.work")
_SHOWN_FAULTS = 200  # on the page; the spreadsheet has them all
_TOLD_EVERY = 2.0  # seconds between two marks of progress


async def take_in(wiring: Wiring, _now: datetime) -> int:
    """Whatever a person asked for, one file after another. What a kill leaves undone stays asked
    for; importing a row twice adds nothing."""
    done = 0
    async with wiring.people.reading() as session:
        if await keeping.next_for_the_worker(session) is None:
            return done
    async with turn("uploads", wiring.people, wiring.keys), _folder(wiring) as folder:
        while upload := await _next(wiring.people):
            await _take(wiring, upload, folder / "register")
            done += 1
    return done


async def forget_old(wiring: Wiring, now: datetime) -> int:
    async with wiring.people.transaction() as session:
        return await keeping.forget_old(session, now)


async def _next(people: Database) -> Upload | None:
    async with people.reading() as session:
        return await keeping.next_for_the_worker(session)


@asynccontextmanager
async def _folder(wiring: Wiring) -> AsyncIterator[Path]:
    """Beside the key folder, for this worker alone; what a killed one left there goes first."""
    folder = wiring.settings.key_folder.parent / "uploads"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _take(wiring: Wiring, upload: Upload, path: Path) -> None:
    with speaking(upload.language):
        try:
            async with wiring.people.reading() as session:
                await keeping.write_out(session, wiring.addresses, upload, path)
            await _act(wiring, upload, path)
        except Unreadable as error:
            await _refuse(wiring, upload, str(error))
        except InvalidToken:  # its key has been taken away meanwhile
            await _refuse(wiring, upload, _("The file cannot be opened any more: send it again."))


async def _act(wiring: Wiring, upload: Upload, path: Path) -> None:
    if upload.stage == stages.LOOKING:
        asked = upload.asked_sheet
        sheet = wiring.addresses.open_bytes(asked).decode() if asked else None
        seen = keeping.sealed(wiring.addresses, await asyncio.to_thread(look, path, sheet))
        await _mark(wiring.people, upload, stage=stages.LOOKED, seen=seen)
        return
    is_rehearsal = upload.stage == stages.REHEARSING
    report = await _import(wiring, upload, path, is_rehearsal=is_rehearsal)
    marks = {
        "told": keeping.sealed(wiring.addresses, _told(report)),
        "sheet": await asyncio.to_thread(_sheet, wiring, report) if report.refused else None,
    }
    if is_rehearsal:
        await _mark(wiring.people, upload, stage=stages.REHEARSED, **marks)
        return
    async with wiring.people.transaction() as session:  # one: else a kill may lose the event
        await _note(session, upload, stage=stages.IMPORTED, **marks)
        await keeping.forget_pieces(session, upload.id)
        inspectorate = await session.get_one(Inspectorate, upload.inspectorate_id)
        about = f"{inspectorate.slug}: {report.added} added"
        audit.record(session, upload.person_id, "imported a register", about)


async def _import(wiring: Wiring, upload: Upload, path: Path, *, is_rehearsal: bool) -> Report:
    async with wiring.people.reading() as session:
        inspectorate = await session.get_one(Inspectorate, upload.inspectorate_id)
    column_map = None
    if upload.column_map:
        content = wiring.addresses.open_bytes(upload.column_map)
        column_map = map_from(content, inspectorate.country, Path("map.yaml"))
    progress = _Progress()
    telling = asyncio.create_task(progress.tell(wiring.people, upload))
    try:
        return await import_file(
            wiring.people,
            wiring.addresses,
            inspectorate,
            path,
            letters=LETTERS,
            column_map=column_map,
            is_rehearsal=is_rehearsal,
            progress=progress.note,
        )
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling


class _Progress:
    """Noted at every batch, told to the page now and then."""

    def __init__(self) -> None:
        self._percent = 0

    def note(self, done: int, size: int) -> None:
        self._percent = min(99, 100 * done // max(size, 1))

    async def tell(self, people: Database, upload: Upload) -> None:
        while True:
            await asyncio.sleep(_TOLD_EVERY)
            await _mark(people, upload, percent=self._percent)


async def _mark(people: Database, upload: Upload, **marks: object) -> None:
    async with people.transaction() as session:
        await _note(session, upload, **marks)


async def _note(session: AsyncSession, upload: Upload, **marks: object) -> None:
    """Gone in the meantime, if its owner threw it away."""
    if (row := await session.get(Upload, upload.id)) is not None:
        row.sqlmodel_update(marks if "percent" in marks else {**marks, "percent": 0})


async def _refuse(wiring: Wiring, upload: Upload, sentence: str) -> None:
    """A map that does not fit can be changed; the file itself cannot."""
    told = keeping.sealed(wiring.addresses, Told(refusal=sentence))
    has_been_seen = upload.seen is not None
    stage = stages.LOOKED if has_been_seen else stages.REFUSED
    async with wiring.people.transaction() as session:
        await _note(session, upload, stage=stage, told=told)
        if not has_been_seen:
            await keeping.forget_pieces(session, upload.id)


def _sheet(wiring: Wiring, report: Report) -> bytes:
    return wiring.addresses.seal_bytes(to_xlsx(report))


def _told(report: Report) -> Told:
    return Told(
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        refused_rows=report.refused_rows,
        faults=[
            Fault(it.row, it.column, it.found, it.remedy) for it in report.refused[:_SHOWN_FAULTS]
        ],
    )
