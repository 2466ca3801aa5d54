"""Remarks for tests: mixed as in life, and the people who read them."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.registry.tables import Inspectorate
from app.remarks.place import By, Place
from app.remarks.reading import Remark, remarks_of
from app.remarks.tables import Mask, Measure
from tests.making.ballots import SHELF, cast, make_box, make_content, mix
from tests.making.registry import make_inspectorate

Q3 = Quarter(2026, 3)
DAY = date(2026, 8, 3)


def by(person_id: UUID | None = None) -> By:
    """Somebody, on that day; somebody else each time if nobody is named."""
    return By(person_id or uuid4(), DAY)


def make_measure(inspectorate: Inspectorate) -> Measure:
    return Measure(
        what="Send the checklist along",
        owner="Office in Osh",
        due_on=DAY,
        changed_by=uuid4(),
        changed_on=DAY,
        **Place.of(inspectorate, Q3).columns,
    )


def make_mask(inspectorate: Inspectorate) -> Mask:
    """Proposed by somebody, of a remark that nobody wrote."""
    return Mask(
        remark_id=bytes(16),
        spans=[[0, 4]],
        proposed_by=uuid4(),
        proposed_on=DAY,
        **Place.of(inspectorate, Q3).columns,
    )


async def make_place(people: Database, slug: str = "geti") -> Place:
    async with people.transaction() as session:
        inspectorate: Inspectorate = await make_inspectorate(session, slug, "KG")
    return Place.of(inspectorate, Q3)


async def make_remarks(ballots: Database, keys: KeyFolder, batch_folder: Path, *texts: str) -> None:
    """About the third quarter of 2026, by GETI."""
    box_id = await make_box(ballots, keys)
    contents = [make_content(remark=text) for text in texts]
    contents += [make_content() for _ in range(10 - len(texts))]
    await cast(ballots, box_id, contents)
    await mix(ballots, keys, batch_folder, SHELF)


async def read_all(people: Database, ballots: Database, place: Place) -> list[Remark]:
    async with people.reading() as of_people, ballots.reading() as of_ballots:
        return await remarks_of(of_people, of_ballots, place)
