"""Whose remarks, and who acts on them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.quarters import Quarter
from app.registry.tables import Inspectorate


@dataclass(frozen=True)
class Place:
    """The remarks of one inspectorate about one quarter."""

    inspectorate_id: UUID
    slug: str
    quarter: Quarter

    @classmethod
    def of(cls, inspectorate: Inspectorate, quarter: Quarter) -> "Place":
        return cls(inspectorate.id, inspectorate.slug, quarter)

    @property
    def columns(self) -> dict[str, Any]:
        """As every table about remarks has them."""
        return {"inspectorate_id": self.inspectorate_id, "quarter": str(self.quarter)}


@dataclass(frozen=True)
class By:
    person_id: UUID
    on: date


async def take_turn(session: AsyncSession, inspectorate_id: UUID) -> None:
    """Until this transaction ends, others who act on remarks of the inspectorate wait.

    Records of inspections, which refer to the same row, do not.
    """
    row = select(Inspectorate.id).where(col(Inspectorate.id) == inspectorate_id)
    await session.exec(row.with_for_update(key_share=True))
