"""Looking through an inspectorate's records."""

from datetime import date

from app.lib.db import Database
from app.lib.quarters import Quarter
from app.registry.searching import quarters
from tests.making.registry import make_inspection, make_inspectorate

DAYS = (date(2026, 7, 20), date(2025, 2, 3), date(2026, 7, 21), date(2026, 4, 1))


async def test_quarters_with_inspections_come_once_each_the_newest_first(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        other = await make_inspectorate(session, "gsei")
        for day in DAYS:
            await make_inspection(
                session, geti, act_date=day, act_year=day.year, started_on=day, finished_on=day
            )
        found = await quarters(session, geti.id)
        assert found == [Quarter(2026, 3), Quarter(2026, 2), Quarter(2025, 1)]
        assert await quarters(session, other.id) == []
