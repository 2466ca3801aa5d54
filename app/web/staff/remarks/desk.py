"""What every page about a quarter's remarks works with."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import DIRECTOR
from app.lib.dates import local_day
from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.remarks.measures import measures
from app.remarks.place import By, Place
from app.remarks.reading import Remark, remark_of, remarks_of
from app.web.signed_in import SignedIn
from app.web.staff.places import place
from app.web.staff.quarters import read_quarter


@dataclass(frozen=True)
class Desk:
    """`today` is the day where the inspectorate is."""

    people: AsyncSession
    ballots: AsyncSession
    person: SignedIn
    inspectorate: Inspectorate
    quarter: Quarter
    today: date

    @property
    def place(self) -> Place:
        return Place.of(self.inspectorate, self.quarter)

    @property
    def by(self) -> By:
        return By(self.person.person_id, self.today)

    @property
    def address(self) -> str:
        return f"/staff/remarks/{self.inspectorate.slug}/{self.quarter.slug}"

    async def remarks(self) -> list[Remark]:
        return await remarks_of(self.people, self.ballots, self.place)

    async def remark(self, key: str) -> Remark:
        """NotFound if it is none of this quarter's."""
        try:
            remark_id = bytes.fromhex(key)
        except ValueError as error:
            raise NotFound from error
        found = await remark_of(self.people, self.ballots, self.place, remark_id)
        if found is None:
            raise NotFound
        return found

    async def measures(self) -> dict[str, str]:
        """Those to choose from, by key."""
        found = await measures(self.people, self.inspectorate.id)
        return {str(one.id): one.what for one, _remarks in found}

    def record(self, act: str, about: str) -> None:
        """In the audit trail: never a word of a remark."""
        whole = f"{self.inspectorate.slug} {self.quarter}: {about}"
        audit.record(self.people, self.person.person_id, act, whole)


async def desk(
    people: AsyncSession,
    ballots: AsyncSession,
    person: SignedIn,
    where: tuple[str, str],
    now: datetime,
) -> Desk:
    """`where`: slug and quarter, as they stand in the address. NotAllowed, NotFound."""
    slug, written = where
    inspectorate = await place(people, person, DIRECTOR, slug)
    quarter = read_quarter(written, inspectorate, now)
    today = local_day(now, zone(inspectorate.country))
    return Desk(people, ballots, person, inspectorate, quarter, today)


def named(remark_id: bytes) -> str:
    """For the trail: enough of its random id to tell it from others."""
    return f"remark {remark_id.hex()[:8]}"
