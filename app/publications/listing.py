"""What has been released, without the documents themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.publications.tables import AnnualRelease, Release


@dataclass(frozen=True)
class Listed:
    """`period` is a quarter, 2026-Q3, or a year, 2026; `digest` that of the document."""

    inspectorate_id: UUID
    period: str
    revision: int
    published_at: datetime
    digest: str


_DOCUMENTS: Any = (Release.document, AnnualRelease.document)


async def listed(people: AsyncSession, inspectorate_id: UUID | None = None) -> list[Listed]:
    """The newest revision of every release, of one inspectorate or all; the newest period first."""
    quarters = select(Release).options(defer(_DOCUMENTS[0]))
    years = select(AnnualRelease).options(defer(_DOCUMENTS[1]))
    if inspectorate_id:
        quarters = quarters.where(Release.inspectorate_id == inspectorate_id)
        years = years.where(AnnualRelease.inspectorate_id == inspectorate_id)
    newest = {
        (one.inspectorate_id, one.quarter): Listed(
            one.inspectorate_id, one.quarter, one.revision, one.published_at, one.digest
        )
        for one in await people.exec(quarters.order_by(col(Release.revision)))
    }
    of_years = [
        Listed(one.inspectorate_id, str(one.year), 1, one.published_at, one.digest)
        for one in await people.exec(years)
    ]
    found = [*newest.values(), *of_years]
    return sorted(found, key=lambda one: (one.period, one.published_at), reverse=True)
