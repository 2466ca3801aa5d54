"""Releases as they stand in the database."""

from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.quarters import Quarter
from app.publications.tables import AnnualRelease, Release
from app.registry.tables import Inspectorate


async def find(
    people: AsyncSession, inspectorate: Inspectorate, quarter: Quarter
) -> Release | None:
    """The newest revision."""
    query = select(Release).where(
        Release.inspectorate_id == inspectorate.id, Release.quarter == str(quarter)
    )
    return (await people.exec(query.order_by(col(Release.revision).desc()))).first()


async def releases_of(people: AsyncSession, inspectorate: Inspectorate) -> list[Release]:
    """Newest quarter first."""
    query = select(Release).where(Release.inspectorate_id == inspectorate.id)
    return list(await people.exec(query.order_by(col(Release.quarter).desc())))


async def published(people: AsyncSession, quarter: Quarter) -> dict[UUID, datetime]:
    """By inspectorate, when the newest revision came out; none where there is none."""
    query = select(Release.inspectorate_id, Release.published_at).filter_by(quarter=str(quarter))
    return dict(list(await people.exec(query.order_by(col(Release.revision)))))


async def years_of(people: AsyncSession, inspectorate: Inspectorate) -> list[AnnualRelease]:
    """Newest first."""
    query = select(AnnualRelease).where(AnnualRelease.inspectorate_id == inspectorate.id)
    return list(await people.exec(query.order_by(col(AnnualRelease.year).desc())))
