"""When the records of a quarter are closed: once it stands in the archive."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import Expired
from app.lib.i18n import gettext as _
from app.registry.archive.tables import ArchivedQuarter
from app.registry.tables import Inspection


async def closed_among(
    session: AsyncSession, inspectorate_id: UUID, quarters: Iterable[str]
) -> set[str]:
    query = select(ArchivedQuarter.quarter).where(
        ArchivedQuarter.inspectorate_id == inspectorate_id,
        col(ArchivedQuarter.quarter).in_(set(quarters)),
    )
    return set(await session.exec(query))


def closed_words() -> str:
    return _("The records of this quarter are closed: nothing can be added or changed.")


async def is_closed(session: AsyncSession, inspection: Inspection) -> bool:
    return bool(await closed_among(session, inspection.inspectorate_id, [inspection.quarter]))


async def refuse_closed(session: AsyncSession, inspection: Inspection) -> None:
    """Expired once nothing about it may change any more."""
    if await is_closed(session, inspection):
        raise Expired
