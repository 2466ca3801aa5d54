"""The audit trail: who of the staff did what, and about what. Never anything about answers."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import Event
from app.lib import clock


def record(session: AsyncSession, person_id: UUID | None, act: str, about: str = "") -> None:
    """In the transaction of the act itself. `person_id` None: the operator at the machine."""
    session.add(Event(at=clock.now(), person_id=person_id, act=act, about=about))
