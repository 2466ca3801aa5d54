"""Which inspectorate and quarter a page of the ministry is about, and what was seen there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.people import names
from app.invitations.signals.comparing import Watched, watch
from app.lib.errors import NotFound
from app.lib.i18n import spoken
from app.lib.quarters import Quarter
from app.registry import inspectorates, searching
from app.registry.tables import Inspectorate
from app.web.staff.quarters import read_quarter


@dataclass(frozen=True)
class Place:
    inspectorate: Inspectorate
    quarter: Quarter


async def place(people: AsyncSession, slug: str, written: str, now: datetime) -> Place:
    """NotFound if there is none such. The ministry may look at all of them."""
    inspectorate = await inspectorates.named(people, slug)
    return Place(inspectorate, read_quarter(written, inspectorate, now))


async def watched(people: AsyncSession, quarter: Quarter) -> Watched:
    return await watch(people, quarter, await names(people))


async def by_name(people: AsyncSession) -> list[Inspectorate]:
    """All of them, in the order of their names: never in that of any figure."""
    every = await inspectorates.all_of(people)
    return sorted(every, key=lambda one: one.names[spoken()]["name"])


async def quarters(people: AsyncSession) -> list[Quarter]:
    """Those with inspections on record anywhere, the newest first."""
    every = await inspectorates.all_of(people)
    found = {quarter for one in every for quarter in await searching.quarters(people, one.id)}
    return sorted(found, reverse=True)


def chosen(written: str, among: Sequence[Quarter]) -> Quarter | None:
    """The one asked for, or the newest; None if there is none at all. NotFound for another."""
    if not written:
        return among[0] if among else None
    for quarter in among:
        if quarter.slug == written.lower():
            return quarter
    raise NotFound
