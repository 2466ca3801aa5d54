"""Inspections and letters of quarters: what shares of answers are measured against.

Counting takes the longer the more records there are, and pages may not. So the worker counts for
them and keeps it, together with the charts that show it; what is final is counted anew.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.counting import Counts, by_questionnaire
from app.lib.quarters import Quarter
from app.registry.counting import Cell, Volume, volumes_of
from app.registry.tables import Inspectorate
from app.results.tables import Counted

Volumes = Mapping[Cell, Volume]


@dataclass(frozen=True)
class QuarterCounts:
    """`letters`: by questionnaire."""

    volumes: Volumes = field(default_factory=dict)
    letters: Mapping[str, Counts] = field(default_factory=dict)


# By quarter, in the order in which they are asked for.
Count = Callable[
    [AsyncSession, Inspectorate, Sequence[Quarter]], Awaitable[Mapping[Quarter, QuarterCounts]]
]


class _Line(msgspec.Struct, array_like=True):
    """An entry of `volumes`, as JSON has no keys of three parts."""

    cell: Cell
    volume: Volume


class _Kept(msgspec.Struct):
    volumes: list[_Line]
    letters: dict[str, Counts]


_KEPT = msgspec.json.Decoder(_Kept)


async def count(
    session: AsyncSession, inspectorate: Inspectorate, quarters: Sequence[Quarter]
) -> Mapping[Quarter, QuarterCounts]:
    """As they are at this moment."""
    volumes = await volumes_of(session, inspectorate.id, quarters)
    return {
        quarter: QuarterCounts(
            volumes[quarter], await by_questionnaire(session, inspectorate, quarter)
        )
        for quarter in quarters
    }


async def kept(
    session: AsyncSession, inspectorate: Inspectorate, quarters: Sequence[Quarter]
) -> Mapping[Quarter, QuarterCounts]:
    """As the worker counted them last; what it has not counted yet is counted now."""
    written = {str(quarter): quarter for quarter in quarters}
    rows = await session.exec(
        select(Counted.quarter, Counted.counts).where(
            Counted.inspectorate_id == inspectorate.id, col(Counted.quarter).in_(written)
        )
    )
    found = {written[quarter]: _read(counts) for quarter, counts in rows}
    left = [quarter for quarter in quarters if quarter not in found]
    found |= await count(session, inspectorate, left) if left else {}
    return {quarter: found[quarter] for quarter in quarters}


async def uncounted(
    session: AsyncSession, inspectorate_id: UUID, quarters: Iterable[Quarter]
) -> list[Quarter]:
    """Those of which nothing is kept."""
    rows = await session.exec(select(Counted.quarter).filter_by(inspectorate_id=inspectorate_id))
    kept_ones = set(rows)
    return [quarter for quarter in quarters if str(quarter) not in kept_ones]


async def keep(
    session: AsyncSession, inspectorate_id: UUID, counted: Mapping[Quarter, QuarterCounts]
) -> None:
    """In place of what was kept before."""
    for quarter, counts in counted.items():
        row = await session.get(Counted, (inspectorate_id, str(quarter)))
        if row is None:
            row = Counted(inspectorate_id=inspectorate_id, quarter=str(quarter), counts="")
            session.add(row)
        row.counts = _written(counts)
    await session.flush()


def _written(counts: QuarterCounts) -> str:
    lines = [_Line(cell, volume) for cell, volume in sorted(counts.volumes.items())]
    return msgspec.json.encode(_Kept(lines, dict(counts.letters))).decode()


def _read(written: str) -> QuarterCounts:
    found = _KEPT.decode(written)
    return QuarterCounts({line.cell: line.volume for line in found.volumes}, found.letters)
