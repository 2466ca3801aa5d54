"""“This was not my inspection”: a link that knows the inspection, and nothing of its ticket."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.tables import Denial
from app.lib import clock
from app.lib.signing import Forged, Signing
from app.mail.outbox import withdraw
from app.registry.tables import Inspection


class Denying:
    """Keyed by the pepper, as links to stop are: they work for as long as the record is there, also
    after the address is erased.
    """

    def __init__(self, pepper: bytes) -> None:
        self._signing = Signing([pepper.hex()], "not my inspection")

    def token(self, inspection_id: UUID) -> str:
        return self._signing.sign(inspection_id.bytes)

    def read(self, token: str) -> UUID:
        """The inspection, or Forged. Looking changes nothing: mail scanners open links."""
        return UUID(bytes=self._signing.read(token))

    async def act(self, session: AsyncSession, token: str) -> None:
        """On POST only. Raises Forged; a second time changes nothing.

        No reminder follows. Inspectors never learn of it: whoever was written to must not pay
        for it.
        """
        inspection_id = self.read(token)
        locked = select(Inspection.id).where(Inspection.id == inspection_id).with_for_update()
        if (await session.exec(locked)).first() is None:  # a restored database may know it no more
            raise Forged
        if await denied_among(session, [inspection_id]):
            return
        session.add(Denial(inspection_id=inspection_id, day=clock.now().date()))
        await withdraw(session, inspection_id, "reminder")


async def denied_among(session: AsyncSession, inspections: Collection[UUID]) -> set[UUID]:
    """Of which of these somebody has said that it was not theirs."""
    query = select(Denial.inspection_id).where(col(Denial.inspection_id).in_(inspections))
    return set(await session.exec(query))
