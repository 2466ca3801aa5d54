"""Whether the archive is what was written, and the register still says the same."""

import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.archive.records import Line, read, records
from app.registry.archive.tables import ArchivedQuarter
from app.registry.tables import Inspectorate


@dataclass(frozen=True)
class Verified:
    inspectorate: Inspectorate
    archived: ArchivedQuarter
    is_whole: bool  # the file still has its digest
    differing: list[str] = field(default_factory=list)  # acts: changed, missing or added since

    @property
    def is_right(self) -> bool:
        return self.is_whole and not self.differing


async def archive_of(session: AsyncSession) -> list[tuple[ArchivedQuarter, Inspectorate]]:
    """The newest quarters first."""
    found = await session.exec(
        select(ArchivedQuarter, Inspectorate)
        .join(Inspectorate, col(Inspectorate.id) == col(ArchivedQuarter.inspectorate_id))
        .order_by(col(ArchivedQuarter.quarter).desc(), col(Inspectorate.slug))
    )
    return list(found)


async def file_of(session: AsyncSession, inspectorate_id: UUID, quarter: str) -> bytes | None:
    found = await session.get(ArchivedQuarter, (inspectorate_id, quarter))
    return zlib.decompress(found.content) if found else None


async def verify(session: AsyncSession) -> AsyncIterator[Verified]:
    for archived, inspectorate in await archive_of(session):
        try:
            file = zlib.decompress(archived.content)
        except zlib.error:
            file = b""
        if sha256(file).hexdigest() != archived.digest:
            yield Verified(inspectorate, archived, is_whole=False)
            continue
        now = await records(session, inspectorate, archived.quarter)
        yield Verified(inspectorate, archived, True, _differing(read(file), now))


def _differing(then: list[Line], now: list[Line]) -> list[str]:
    before, after = ({_act(line): _compared(line) for line in lines} for lines in (then, now))
    return sorted(act for act in before.keys() | after.keys() if before.get(act) != after.get(act))


def _act(line: Line) -> str:
    return f"{line['act_year']}/{line['act_number']}"


def _compared(line: Line) -> Line:
    """A business may be renamed by a later act: the file keeps the name of its time."""
    numbers = {name: value for name, value in line["business"].items() if name != "name"}
    return line | {"business": numbers}
