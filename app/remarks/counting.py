"""How many remarks there are, how many were considered, and what they are about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.showing import count_remarks
from app.lib.quarters import Quarter
from app.remarks.place import Place
from app.remarks.tables import Decision, Kind, ThemeOfRemark


@dataclass(frozen=True)
class Counts:
    """`considered`, `measures` and `no_action` are decisions; together they are `decided`."""

    total: int
    considered: int
    measures: int
    no_action: int

    @property
    def decided(self) -> int:
        return self.considered + self.measures + self.no_action

    @property
    def open(self) -> int:
        return self.total - self.decided

    @property
    def share(self) -> float:
        """Of all remarks, those that were decided on; 0 where there are none."""
        return self.decided / self.total if self.total else 0.0


async def counts(people: AsyncSession, ballots: AsyncSession, place: Place) -> Counts:
    """Two statements, however many remarks there are."""
    total = (await count_remarks(ballots, place.slug, [place.quarter]))[place.quarter]
    by_kind = select(Decision.kind, func.count()).filter_by(**place.columns, counts=True)
    found = dict((await people.exec(by_kind.group_by(col(Decision.kind)))).all())
    return Counts(
        total,
        considered=found.get(Kind.CONSIDERED, 0),
        measures=found.get(Kind.MEASURE, 0),
        no_action=found.get(Kind.NO_ACTION, 0),
    )


async def by_theme(
    people: AsyncSession, place: Place, quarters: Sequence[Quarter]
) -> Mapping[str, Mapping[Quarter, int]]:
    """Theme -> quarter -> remarks; a remark with two themes counts in both."""
    written = {str(quarter): quarter for quarter in quarters}
    counted = (
        select(ThemeOfRemark.theme, ThemeOfRemark.quarter, func.count())
        .where(ThemeOfRemark.inspectorate_id == place.inspectorate_id)
        .where(col(ThemeOfRemark.quarter).in_(written))
        .group_by(col(ThemeOfRemark.theme), col(ThemeOfRemark.quarter))
    )
    found: dict[str, dict[Quarter, int]] = defaultdict(dict)
    for theme, quarter, count in await people.exec(counted):
        found[theme][written[quarter]] = count
    return found
