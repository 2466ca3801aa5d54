"""What anybody may see of a quarter's answers: snapshots, remarks, counting codes.

Reading snapshots is a hot path: every page with figures does it. So it is two statements for all
quarters of a page, of the cells that are shown and no others, and no object per row.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Text, cast, or_
from sqlalchemy import select as core_select
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from app.ballots.boxes import TO_BE_MIXED, Channel
from app.ballots.tables import Box, CountingCode, Envelope, Remark, Snapshot
from app.ballots.versions import ALL, Figures
from app.lib.quarters import Quarter

_BOX = tuple(
    col(column)
    for column in (Box.id, Box.quarter, Box.channel, Box.questionnaire, Box.edition, Box.waiting)
)
_SNAPSHOT = (
    *(col(column) for column in (Snapshot.box_id, Snapshot.cell, Snapshot.question)),
    col(Snapshot.base),
    cast(col(Snapshot.counts), Text),
)
_COUNTS = msgspec.json.Decoder(dict[str, int])


@dataclass(frozen=True)
class Shown:
    """What is shown of one box. Those that show the same are equal, and hash alike."""

    quarter: Quarter
    channel: Channel
    questionnaire: str
    edition: int
    waiting: int  # at the last mixing, rounded down to tens
    snapshots: tuple[tuple[str, str, int, str], ...]  # cell, question, base, counts as JSON

    @cached_property
    def cells(self) -> dict[str, dict[str, Figures]]:
        """ "all", "region:<code>" or "kind:<code>" -> question -> figures.

        The question "" counts answers. What was never shown is absent.
        """
        cells: dict[str, dict[str, Figures]] = {}
        for cell, question, base, counts in self.snapshots:
            cells.setdefault(cell, {})[question] = Figures(base, _COUNTS.decode(counts))
        return cells


@dataclass(frozen=True)
class Said:
    """A remark. Nothing leads from it to the answers it came with."""

    id: bytes  # random
    questionnaire: str
    question: str
    text: str


async def shown(
    session: AsyncSession, inspectorate: str, quarters: Sequence[Quarter]
) -> list[Shown]:
    """One per box of these quarters, by channel, questionnaire and edition.

    Only the last two of the quarters have cells of regions and kinds: a trend is of the whole.
    """
    connection = await session.connection()
    written = {str(quarter): quarter for quarter in quarters}
    boxes: Sequence[Any] = (
        await connection.execute(
            core_select(*_BOX)
            .where(col(Box.inspectorate) == inspectorate, col(Box.quarter).in_(written))
            .order_by(col(Box.channel), col(Box.questionnaire), col(Box.edition))
        )
    ).all()
    recent = [box.id for box in boxes if written[box.quarter] in quarters[-2:]]
    snapshots: dict[str, list[Any]] = defaultdict(list)
    of_boxes = col(Snapshot.box_id).in_([box.id for box in boxes])
    is_shown = or_(col(Snapshot.cell) == ALL, col(Snapshot.box_id).in_(recent))
    rows: Iterable[Any] = await connection.execute(
        core_select(*_SNAPSHOT).where(of_boxes, is_shown)
    )
    for box_id, *snapshot in rows:
        snapshots[box_id].append(tuple(snapshot))
    return [
        Shown(
            written[box.quarter],
            box.channel,
            box.questionnaire,
            box.edition,
            box.waiting,
            tuple(snapshots[box.id]),
        )
        for box in boxes
    ]


async def tell_waiting(session: AsyncSession) -> None:
    """What pages show of those that wait, from now to the next mixing: a number that followed
    every answer would tell when each tenth of them came.
    """
    whose = col(Envelope.box_id)
    counted = await session.exec(select(whose, func.count()).where(*TO_BE_MIXED).group_by(whose))
    counts = dict(list(counted))
    for box in await session.exec(select(Box)):
        box.waiting = counts.get(box.id, 0) // 10 * 10


async def remarks(session: AsyncSession, inspectorate: str, quarter: Quarter) -> list[Said]:
    """In no order."""
    in_no_order = _said(inspectorate, quarter).order_by(col(Remark.id))
    return [Said(*row) for row in await session.exec(in_no_order)]


async def remark(
    session: AsyncSession, inspectorate: str, quarter: Quarter, remark_id: bytes
) -> Said | None:
    one = _said(inspectorate, quarter).where(col(Remark.id) == remark_id)
    row = (await session.exec(one)).first()
    return Said(*row) if row else None


async def count_remarks(
    session: AsyncSession, inspectorate: str, quarters: Sequence[Quarter]
) -> dict[Quarter, int]:
    """Of each of the quarters, also where there are none."""
    periods = {quarter: _periods(quarter) for quarter in quarters}
    counted = (
        select(Box.quarter, func.sum(Box.remarks))
        .where(
            col(Box.inspectorate) == inspectorate,
            col(Box.quarter).in_([period for of in periods.values() for period in of]),
        )
        .group_by(col(Box.quarter))
    )
    found = dict((await session.exec(counted)).all())
    return {quarter: sum(found.get(period, 0) for period in of) for quarter, of in periods.items()}


async def counting_codes(session: AsyncSession, box_ids: Sequence[str]) -> list[str]:
    """SHA-256 of each, sorted."""
    codes = select(CountingCode.hash).where(col(CountingCode.box_id).in_(box_ids))
    return sorted(await session.exec(codes))


def _said(inspectorate: str, quarter: Quarter) -> Select[bytes, str, str, str]:
    said = select(Remark.id, Box.questionnaire, Remark.question, Remark.text)
    whose = col(Box.inspectorate) == inspectorate, col(Box.quarter).in_(_periods(quarter))
    return said.join(Box, col(Remark.box_id) == col(Box.id)).where(*whose)


def _periods(quarter: Quarter) -> list[str]:
    """Whose boxes hold a quarter's remarks. What the quarters of a year left, each too few to be
    opened, is mixed at the year's end, and is read with the last of them.
    """
    return [str(quarter), str(quarter.year)] if quarter.number == 4 else [str(quarter)]
