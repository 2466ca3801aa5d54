"""Makers of the people's side of boxes, and of what writes to entrepreneurs."""

from datetime import date
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tickets import Tickets
from app.invitations.denying import Denying
from app.invitations.inviting import Inviter
from app.invitations.stopping import Stopping
from app.invitations.tables import Invitation, InvitingBox
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail.tables import Letter
from app.registry.tables import Inspectorate
from tests.making.mail import make_outbox
from tests.making.registry import ADDRESSES

SECRETS = ["signing-key-for-tests-of-32-characters"]
PEPPER = b"a pepper for tests, 32 characters"
BASE_URL = "https://pikir.test"
WHOLE = {"number": 1, "regions": [], "kinds": []}


def make_inviter(keys: KeyFolder) -> Inviter:
    return Inviter(
        Tickets(SECRETS),
        make_outbox(keys),
        ADDRESSES,
        Stopping(PEPPER),
        Denying(PEPPER),
        BASE_URL,
        keys,
    )


def make_inviting_box(
    session: AsyncSession, inspectorate: Inspectorate, **changes: Any
) -> InvitingBox:
    box = InvitingBox(
        **{
            "id": "0123456789ab",
            "inspectorate_id": inspectorate.id,
            "quarter": "2026-Q3",
            "questionnaire": "post-inspection",
            "closes_on": date(2026, 11, 14),
            "questions": 12,
            "minutes": 3,
            "parts": [WHOLE],
            **changes,
        }
    )
    session.add(box)
    return box


async def invitations(database: Database) -> list[Invitation]:
    async with database.reading() as session:
        return list(await session.exec(select(Invitation)))


async def letters(database: Database, kind: str = "invitation") -> list[Letter]:
    """The longest due first."""
    async with database.reading() as session:
        query = select(Letter).where(Letter.kind == kind).order_by(col(Letter.due_at))
        return list(await session.exec(query))
