"""Which tickets were used is known until the box closes; in which order, until a mixing."""

from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tables import Box, Spent

_TABLE: Any = Spent.__table__  # type: ignore[attr-defined]


async def forget_order(session: AsyncSession, box_id: str) -> None:
    """Writes the used tickets anew, sorted, in one transaction.

    PostgreSQL keeps rows as they came, each marked by its transaction: with the pepper and the
    letters that would be a list of who answered, first to last.
    """
    of_box = col(Spent.box_id) == box_id
    digests = sorted(await session.exec(select(Spent.digest).where(of_box)))
    connection = await session.connection()
    await connection.execute(delete(Spent).where(of_box))
    if digests:
        rows = [{"box_id": box_id, "digest": digest} for digest in digests]
        await connection.execute(insert(_TABLE), rows)


async def used_tickets(session: AsyncSession) -> dict[str, int]:
    """By box, of those that take answers from invited people: for the watch, not for pages."""
    used = select(Spent.box_id, func.count()).join(Box, col(Box.id) == col(Spent.box_id))
    invited = used.where(col(Box.channel) == "invited").group_by(col(Spent.box_id))
    return dict((await session.exec(invited)).all())
