"""When an act is handed over to the business: until then its entrepreneur is not asked.

Whoever keeps an act back keeps its entrepreneur from being asked, so the ministry sees how many
wait for long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.errors import AlreadyDone, Invalid
from app.lib.i18n import gettext as _
from app.lib.quarters import Quarter
from app.registry.closing import refuse_closed
from app.registry.countries import before_working_days, zone
from app.registry.fields import from_text
from app.registry.inspectorates import all_of
from app.registry.rules import handing_over_faults
from app.registry.tables import Inspection, Inspectorate

PATIENCE = 10  # working days


async def hand_over(
    session: AsyncSession,
    inspectorate: Inspectorate,
    inspection: Inspection,
    day: str,
    now: datetime,
) -> None:
    """On `day`, as it was written. Invalid; AlreadyDone where another day stands."""
    values, faults = from_text({"handed_over_on": day})
    said = values.get("handed_over_on")
    if isinstance(said, date):
        today = local_day(now, zone(inspectorate.country))
        faults = handing_over_faults({"act_date": inspection.act_date, **values}, today)
    elif not faults:
        faults = {"handed_over_on": _("This is needed.")}
    if faults:
        raise Invalid(faults)
    await refuse_closed(session, inspection)
    await session.refresh(inspection, with_for_update=True)
    if inspection.handed_over_on not in (None, said):
        raise AlreadyDone
    inspection.handed_over_on = said
    session.add(inspection)


@dataclass(frozen=True)
class Waiting:
    """Acts of one inspectorate that have not been handed over."""

    inspectorate: Inspectorate
    acts: int
    long: int  # among them: longer than PATIENCE
    too_late: int  # among them: whoever is handed such an act will not be asked any more


async def waiting(session: AsyncSession, now: datetime) -> Sequence[Waiting]:
    """Of each inspectorate with at least one, by slug."""
    found = [await _of(session, one, now) for one in await all_of(session)]
    return [one for one in found if one.acts]


async def _of(session: AsyncSession, inspectorate: Inspectorate, now: datetime) -> Waiting:
    today = local_day(now, zone(inspectorate.country))
    since = before_working_days(today, PATIENCE, inspectorate.country)
    closed = Quarter.last_closed(today)
    act_date, quarter = col(Inspection.act_date), col(Inspection.quarter)
    rows = await session.exec(
        select(
            func.count(),
            func.count().filter(act_date <= since),
            func.count().filter(quarter <= str(closed)),
        ).where(
            Inspection.inspectorate_id == inspectorate.id, col(Inspection.handed_over_on).is_(None)
        )
    )
    return Waiting(inspectorate, *rows.one())
