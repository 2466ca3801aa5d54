"""What directors are told by letter, each thing once, whatever crashes or works beside it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.results.figures import QuarterResult, QuestionResult
from app.results.tables import SentDigest, ToldChange

# A running quarter is looked at anew whenever answers are mixed: at the pages' 5 %, one quarter in
# four would bring a letter about nothing, at 0.5 % one in twenty (tests/results/test_telling.py).
LEVEL = 0.005


def moved(result: QuarterResult) -> list[QuestionResult]:
    """The questions whose share has moved since last quarter, the surest first."""
    found = [
        (each.last_quarter.p_value, each)
        for each in result.questions
        if each.last_quarter
        and each.last_quarter.p_value is not None
        and each.last_quarter.p_value < LEVEL
    ]
    return [each for _p, each in sorted(found, key=lambda pair: pair[0])]


async def untold(
    session: AsyncSession, inspectorate_id: UUID, result: QuarterResult
) -> list[QuestionResult]:
    """What has moved, and directors have not been told of."""
    place = {"inspectorate_id": inspectorate_id, "quarter": result.quarter}
    query = select(ToldChange.question).filter_by(**place, questionnaire=result.questionnaire)
    told = set(await session.exec(query))
    return [each for each in moved(result) if each.question not in told]


async def tell(
    session: AsyncSession,
    inspectorate_id: UUID,
    result: QuarterResult,
    questions: Sequence[QuestionResult],
) -> bool:
    """In the transaction in which the letters are posted. False if another worker has told of one
    of them meanwhile: then nothing may be posted, and the transaction is to be given up.
    """
    place = {
        "inspectorate_id": inspectorate_id,
        "quarter": result.quarter,
        "questionnaire": result.questionnaire,
    }
    rows = [{**place, "question": each.question} for each in questions]
    return await _are_new(session, ToldChange, rows)


async def has_digest(session: AsyncSession, inspectorate_id: UUID, month: str) -> bool:
    return await session.get(SentDigest, (inspectorate_id, month)) is not None


async def send_digest(session: AsyncSession, inspectorate_id: UUID, month: str) -> bool:
    """As `tell`: False if another worker has sent it meanwhile."""
    row = {"inspectorate_id": inspectorate_id, "month": month}
    return await _are_new(session, SentDigest, [row])


async def _are_new(
    session: AsyncSession, table: type[ToldChange | SentDigest], rows: list[dict[str, Any]]
) -> bool:
    """On PostgreSQL this waits for another transaction that is inserting the same."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    done = await session.exec(insert(table).values(rows).on_conflict_do_nothing())
    return bool(done.rowcount == len(rows))
