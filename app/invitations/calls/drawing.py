"""Drawing the list: by a seed that nobody chooses and everybody can check.

Of all acts on record those with the smallest SHA-256 of the seed and their id are drawn. Seed and
number of acts are kept, and stand in the audit trail before the first call.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from math import ceil, log
from secrets import token_bytes
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.calls.tables import Call, CallList
from app.lib.dates import local_day
from app.lib.errors import AlreadyDone, Invalid, RuleBroken
from app.lib.i18n import gettext as _
from app.lib.quarters import Quarter
from app.registry.countries import zone
from app.registry.tables import Inspection, Inspectorate

SURE = 0.95


class NotOver(RuleBroken):
    """Acts of the quarter are still to come: a list drawn now would leave them out."""


def enough_for(share: float) -> int:
    """Calls until one that is not as on record is met with 95 % certainty, if so many are not.

    (1 - share) to the power of n is the chance to meet none: 59 calls for 5 %, 29 for 10 %, 14 for
    20 %.
    """
    return ceil(log(1 - SURE) / log(1 - share))


SIZES = {enough_for(share): share for share in (0.05, 0.1, 0.2)}


async def draw(
    session: AsyncSession,
    inspectorate: Inspectorate,
    quarter: Quarter,
    size: str,
    by: UUID,
    now: datetime,
) -> CallList:
    """So many acts, as it was written, or all if there are fewer. Invalid, NotOver, AlreadyDone."""
    if size not in {str(one) for one in SIZES}:
        raise Invalid({"size": _("Choose how many are to be called.")})
    if not is_over(inspectorate, quarter, now):
        raise NotOver
    # Two who draw in the same moment: the second waits here, and finds the list of the first.
    locked = select(Inspectorate.id).where(Inspectorate.id == inspectorate.id)
    await session.exec(locked.with_for_update(key_share=True))
    if await list_of(session, inspectorate, quarter):
        raise AlreadyDone
    acts = select(Inspection.id).filter_by(inspectorate_id=inspectorate.id, quarter=str(quarter))
    found = (await session.exec(acts)).all()
    seed = token_bytes(16)
    drawn = CallList(
        inspectorate_id=inspectorate.id,
        quarter=str(quarter),
        seed=seed.hex(),
        acts=len(found),
        drawn_by=by,
        drawn_at=now,
    )
    session.add(drawn)
    await session.flush()
    session.add_all(
        Call(list_id=drawn.id, number=number, inspection_id=one)
        for number, one in enumerate(by_lot(seed, found)[: int(size)], start=1)
    )
    return drawn


def by_lot(seed: bytes, acts: Sequence[UUID]) -> Sequence[UUID]:
    """In the order that the seed gives them, however they were sorted."""
    return sorted(acts, key=lambda one: sha256(seed + one.bytes).digest())


def is_over(inspectorate: Inspectorate, quarter: Quarter, now: datetime) -> bool:
    return local_day(now, zone(inspectorate.country)) > quarter.last_day


async def list_of(
    session: AsyncSession, inspectorate: Inspectorate, quarter: Quarter
) -> CallList | None:
    query = select(CallList).where(
        CallList.inspectorate_id == inspectorate.id, col(CallList.quarter) == str(quarter)
    )
    return (await session.exec(query)).first()
