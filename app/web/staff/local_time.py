"""Moments as the people of a page's reader know them: in the time of their inspectorate."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day, official
from app.lib.i18n import gettext as _
from app.registry import inspectorates
from app.registry.countries import zone
from app.web.signed_in import SignedIn


@dataclass(frozen=True)
class LocalTime:
    country: str

    def day(self, moment: datetime) -> date:
        return local_day(moment, zone(self.country))

    def clock(self, moment: datetime) -> str:
        """14:05"""
        return f"{moment.astimezone(self._zone):%H:%M}"

    def moment(self, moment: datetime) -> str:
        """17 December 2026, 14:05"""
        return f"{official(self.day(moment))}, {self.clock(moment)}"

    def midnight(self, day: date) -> datetime:
        """At which the day begins there."""
        return datetime.combine(day, time(), self._zone)

    @property
    def said(self) -> str:
        """For pages on which the hour matters."""
        return {
            "KG": _("Times are those of Bishkek."),
            "KZ": _("Times are those of Astana."),
        }[self.country]

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(zone(self.country))


async def local_time(people: AsyncSession, person: SignedIn) -> LocalTime:
    """That of their inspectorate; whoever is of none, or of all, has that of the installation's
    first, and Bishkek's before there is any.
    """
    bodies = await inspectorates.all_of(people)
    own = {held.inspectorate_id for held in person.roles}
    countries = [one.country for one in sorted(bodies, key=lambda one: one.id not in own)]
    return LocalTime(countries[0] if countries else "KG")
