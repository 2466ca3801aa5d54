"""Files of reports in the database: asked for, given to the worker one by one, and discarded."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.publications.reports.document import Report, written
from app.publications.reports.stages import FAILED, FOR_THE_WORKER, STEPS, WAITING
from app.publications.reports.tables import ReportFile

# Part of every digest: whoever changes how a file looks raises it, and all are made anew.
MAKING_VERSION = 2
KEPT_FOR = timedelta(days=2)
MOST_TRIES = 3
_USUALLY_DONE_IN = timedelta(minutes=5)  # even of a dozen files

FORMS = tuple(STEPS)


async def ask(
    session: AsyncSession, inspectorate_id: UUID, form: str, report: Report, now: datetime
) -> ReportFile:
    """The one that is kept, whoever asked for it; else one for the worker to make.

    Asking for one that failed has it tried again.
    """
    text = written(report)
    digest = sha256(f"{MAKING_VERSION} {form} {text}".encode()).hexdigest()
    row = ReportFile(
        digest=digest,
        inspectorate_id=inspectorate_id,
        form=form,
        report=text,
        asked_at=now,
        stage=WAITING,
    )
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    await session.exec(insert(ReportFile).on_conflict_do_nothing().values(**row.model_dump()))
    kept = await session.get_one(ReportFile, digest)
    if kept.stage == FAILED:
        kept.stage, kept.tries, kept.asked_at = WAITING, 0, now
    return kept


async def next_for_the_worker(session: AsyncSession) -> ReportFile | None:
    """The one that has waited longest."""
    waiting = select(ReportFile).where(col(ReportFile.stage).in_(FOR_THE_WORKER))
    return (await session.exec(waiting.order_by(col(ReportFile.asked_at)).limit(1))).first()


async def ahead_of(session: AsyncSession, file: ReportFile) -> int:
    """How many the worker makes first."""
    query = select(func.count()).where(
        col(ReportFile.stage).in_(FOR_THE_WORKER), ReportFile.asked_at < file.asked_at
    )
    return (await session.exec(query)).one()


def is_late(file: ReportFile, now: datetime) -> bool:
    """The worker may stand still."""
    return file.stage in FOR_THE_WORKER and now - file.asked_at > _USUALLY_DONE_IN


async def begin(session: AsyncSession, digest: str) -> bool:
    """Whether to go on: what has ended the worker, or failed, so often is not tried again."""
    file = await session.get(ReportFile, digest)
    if file is None or file.stage not in FOR_THE_WORKER:
        return False
    if file.tries == MOST_TRIES:
        file.stage = FAILED
        return False
    file.tries += 1
    return True


async def note(
    session: AsyncSession, digest: str, stage: str, content: bytes | None = None
) -> None:
    """Nothing, if it has been discarded in the meantime."""
    if (file := await session.get(ReportFile, digest)) is not None:
        file.stage, file.content = stage, content


async def discard_old(session: AsyncSession, now: datetime) -> None:
    await session.exec(delete(ReportFile).where(col(ReportFile.asked_at) < now - KEPT_FOR))
