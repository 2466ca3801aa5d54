"""What anybody may see of a quarter's answers: snapshots, remarks, counting codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxes import Channel
from app.ballots.tables import Box, CountingCode, Envelope, Remark, Snapshot
from app.lib.quarters import Quarter


@dataclass(frozen=True)
class Shown:
    """`cells`: "all" or "region:<code>" -> question -> snapshot.

    The question "" counts answers. What was never shown is absent.
    """

    box: Box
    waiting: int  # at the last mixing, rounded down to tens
    cells: dict[str, dict[str, Snapshot]]


@dataclass(frozen=True)
class Said:
    """A remark. Nothing leads from it to the answers it came with."""

    questionnaire: str
    question: str
    text: str


async def shown(
    session: AsyncSession, inspectorate: str, quarter: Quarter, channel: Channel = "invited"
) -> list[Shown]:
    """One per questionnaire edition."""
    boxes = select(Box).where(*_of(inspectorate, quarter), col(Box.channel) == channel)
    in_order = boxes.order_by(col(Box.questionnaire), col(Box.edition))
    return [await _shown(session, box) for box in await session.exec(in_order)]


async def waiting(session: AsyncSession, box_id: str) -> int:
    """Envelopes that wait, exactly. For a closed box: those too few to be shown this quarter."""
    whole = (col(Envelope.box_id) == box_id, col(Envelope.broken).is_(False))
    return (await session.exec(select(func.count()).select_from(Envelope).where(*whole))).one()


async def tell_waiting(session: AsyncSession) -> None:
    """What pages show of those that wait, from now to the next mixing: a number that followed
    every answer would tell when each tenth of them came.
    """
    for box in await session.exec(select(Box)):
        box.waiting = await waiting(session, box.id) // 10 * 10


async def remarks(session: AsyncSession, inspectorate: str, quarter: Quarter) -> list[Said]:
    """In no order."""
    said = select(Box.questionnaire, Remark.question, Remark.text).join(
        Box, col(Remark.box_id) == col(Box.id)
    )
    in_no_order = said.where(*_of(inspectorate, quarter)).order_by(col(Remark.id))
    return [Said(*row) for row in await session.exec(in_no_order)]


async def counting_codes(session: AsyncSession, box_ids: Sequence[str]) -> list[str]:
    """SHA-256 of each, sorted."""
    codes = select(CountingCode.hash).where(col(CountingCode.box_id).in_(box_ids))
    return sorted(await session.exec(codes))


async def _shown(session: AsyncSession, box: Box) -> Shown:
    cells: dict[str, dict[str, Snapshot]] = {}
    for snapshot in await session.exec(select(Snapshot).where(col(Snapshot.box_id) == box.id)):
        cells.setdefault(snapshot.cell, {})[snapshot.question] = snapshot
    return Shown(box, box.waiting, cells)


def _of(inspectorate: str, quarter: Quarter) -> tuple[ColumnElement[bool], ...]:
    return col(Box.inspectorate) == inspectorate, col(Box.quarter) == str(quarter)
