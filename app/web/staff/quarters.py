"""Which quarter a page is about: the one in its address, or the newest with inspections."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.registry import searching
from app.registry.countries import zone
from app.registry.tables import Inspectorate

OLDEST = Quarter(2000, 1)


async def newest(people: AsyncSession, inspectorate: Inspectorate, now: datetime) -> Quarter:
    """Of those with inspections on record; without any, the present one."""
    quarters = await searching.quarters(people, inspectorate.id)
    return quarters[0] if quarters else _present(inspectorate, now)


def read_quarter(written: str, inspectorate: Inspectorate, now: datetime) -> Quarter:
    """From 2026-q3. NotFound if it is none, or has not begun."""
    try:
        quarter = Quarter.parse(written)
    except ValueError as error:
        raise NotFound from error
    if not OLDEST <= quarter <= _present(inspectorate, now):
        raise NotFound
    return quarter


def _present(inspectorate: Inspectorate, now: datetime) -> Quarter:
    return Quarter.of(local_day(now, zone(inspectorate.country)))
