"""Likely doubles of which somebody said that they are two businesses; and taking that back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import AlreadyDone, Invalid, NotFound
from app.lib.i18n import gettext as _
from app.registry.doubles.merging import By, alone
from app.registry.doubles.tables import Dismissal
from app.registry.tables import Business


async def dismiss(session: AsyncSession, one_id: UUID, other_id: UUID, by: By) -> Dismissal:
    """The two are proposed no more. Saying it twice is saying it once.

    Raises NotFound, Invalid (not two businesses of one country).
    """
    one, other = await session.get(Business, one_id), await session.get(Business, other_id)
    if one is None or other is None:
        raise NotFound
    if one.id == other.id or one.country != other.country:
        raise Invalid({"other": _("Choose another business of the same country.")})
    await alone(session, one.country)
    first, second = sorted((one_id, other_id))
    if known := await _in_force(session, first, second):
        return known
    said = Dismissal(one_id=first, other_id=second, said_at=by.at, said_by=by.person_id)
    session.add(said)
    await session.flush()
    return said


async def take_back(session: AsyncSession, dismissal_id: UUID, by: By) -> Dismissal:
    """They may be one after all. Raises NotFound; AlreadyDone if it has been taken back."""
    said = await session.get(Dismissal, dismissal_id, with_for_update=True)
    if said is None:
        raise NotFound
    if said.undone_at is not None:
        raise AlreadyDone
    said.undone_at, said.undone_by = by.at, by.person_id
    session.add(said)
    return said


async def dismissed(session: AsyncSession) -> Sequence[tuple[Dismissal, Business, Business]]:
    """Those in force, the newest first. People say so by hand: there are few."""
    one, other = aliased(Business), aliased(Business)
    found = await session.exec(
        select(Dismissal, one, other)
        .join(one, col(one.id) == col(Dismissal.one_id))
        .join(other, col(other.id) == col(Dismissal.other_id))
        .where(col(Dismissal.undone_at).is_(None))
        .order_by(col(Dismissal.said_at).desc(), col(Dismissal.id))
    )
    return found.all()


async def _in_force(session: AsyncSession, first: UUID, second: UUID) -> Dismissal | None:
    query = select(Dismissal).where(
        Dismissal.one_id == first,
        Dismissal.other_id == second,
        col(Dismissal.undone_at).is_(None),
    )
    return (await session.exec(query)).first()
