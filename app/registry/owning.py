"""Whose record an inspection is: of who entered it; imported, of the inspector whom it names."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_

from app.registry.tables import Inspection


@dataclass(frozen=True)
class Owner:
    person_id: UUID
    name: str

    def has(self, inspection: Inspection) -> bool:
        if inspection.entered_by:
            return inspection.entered_by == self.person_id
        return inspection.inspector == self.name

    def condition(self) -> ColumnElement[bool]:
        """The same for a query."""
        by = col(Inspection.entered_by)
        imported = and_(by.is_(None), col(Inspection.inspector) == self.name)
        return or_(by == self.person_id, imported)
