"""Volumes: what rates are measured against."""

from datetime import date

from app.lib.db import Database
from app.lib.quarters import Quarter
from app.registry.counting import Volume, volumes
from tests.making.registry import make_inspection, make_inspectorate

Q3 = Quarter(2026, 3)


async def test_volumes_are_counted_by_region_kind_and_questionnaire(people: Database) -> None:
    june = date(2026, 6, 1)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        other = await make_inspectorate(session, "gsei")
        await make_inspection(session, other)
        await make_inspection(session, geti, act_date=june, started_on=june, finished_on=june)
        for email in ("a@mail.kg", "b@mail.kg", None):
            await make_inspection(session, geti, email=email)
        await make_inspection(session, geti, kind="desk")
        await make_inspection(session, geti, region="KG-O", email=None)
        assert await volumes(session, geti.id, Q3) == {
            ("KG-GB", "scheduled", "post-inspection"): Volume(3, 2),
            ("KG-GB", "desk", "desk-inspection"): Volume(1, 1),
            ("KG-O", "scheduled", "post-inspection"): Volume(1, 0),
        }


async def test_an_erased_address_still_counts_as_one(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        inspection = await make_inspection(session, geti)
        inspection.email, inspection.email_erased = None, True
        session.add(inspection)
        assert list((await volumes(session, geti.id, Q3)).values()) == [Volume(1, 1)]


async def test_a_quarter_without_inspections_is_empty(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        assert await volumes(session, geti.id, Q3) == {}
