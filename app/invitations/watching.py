"""The watch for a stolen signing key: no box can have more used tickets than letters."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.tables import Invitation
from app.mail import states
from app.mail.tables import Letter


@dataclass(frozen=True)
class Breach:
    """Somebody makes tickets: the signing key must be changed, and the box not be believed."""

    box_id: str
    used: int
    letters: int  # that may have arrived

    def __str__(self) -> str:
        return (
            f"Box {self.box_id}: {self.used} tickets were used, but only {self.letters} letters can"
            " have arrived. Somebody may hold a signing key: change PIKIR_SECRET_KEYS, and do not"
            " release this quarter before it is clear."
        )


async def breaches(session: AsyncSession, used: Mapping[str, int]) -> list[Breach]:
    """`used`: by box, tickets of invitations used so far; boxes without any may be left out."""
    letters = await _letters(session)
    return [
        Breach(box_id, count, letters.get(box_id, 0))
        for box_id, count in sorted(used.items())
        if count > letters.get(box_id, 0)
    ]


async def _letters(session: AsyncSession) -> dict[str, int]:
    """By box; a letter whose outcome nobody knows may have arrived, and so may one of an alias
    from which it came back.
    """
    out = (*states.GONE_OUT, states.SENDING, states.UNKNOWN)
    may_have_arrived = or_(col(Letter.state).in_(out), col(Letter.resent))
    query = (
        select(Invitation.box_id, func.count())
        .join(Letter, col(Letter.id) == col(Invitation.letter_id))
        .where(may_have_arrived)
        .group_by(col(Invitation.box_id))
    )
    return dict((await session.exec(query)).all())
