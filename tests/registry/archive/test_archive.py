"""A closed quarter: written once, never changed, and found out if it is."""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlmodel import col, select, update

from app.lib.db import Database
from app.lib.errors import Expired, Invalid
from app.registry.archive.closing import close_due
from app.registry.archive.tables import ArchivedQuarter
from app.registry.archive.verifying import Verified, file_of, verify
from app.registry.doubles.merging import By, merge, unmerge
from app.registry.entering import enter
from app.registry.erasing import erase_due
from app.registry.handing_over import hand_over
from app.registry.tables import Business, Inspection, Inspectorate
from tests.making.registry import (
    ADDRESSES,
    NONE_GONE,
    NOW,
    make_fields,
    make_inspection,
    make_inspectorate,
)

CLOSED = datetime(2026, 11, 20, 6, tzinfo=UTC)  # the third quarter's boxes have closed
LICENSED: dict[str, Any] = {"tax_number": None, "licence_number": "17", "business_name": "Алатоо"}


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        inspectorate = await make_inspectorate(session)
        await make_inspection(session, inspectorate, act_number="Б-2", inspector="Б. Башка")
        await make_inspection(session, inspectorate, act_number="А-1", **LICENSED)
        await make_inspection(session, inspectorate, act_number="В-3", handed_over_on="no")
    return inspectorate


async def closed(people: Database) -> int:
    await erase_due(people, CLOSED)
    return await close_due(people, CLOSED)


async def checked(people: Database) -> Verified:
    async with people.reading() as session:
        [one] = [one async for one in verify(session)]
    return one


async def test_the_file_holds_every_record_and_no_address(
    people: Database, geti: Inspectorate
) -> None:
    assert await closed(people) == 1
    async with people.reading() as session:
        file = await file_of(session, geti.id, "2026-Q3") or b""
        row = (await session.exec(select(ArchivedQuarter))).one()
    head, *lines = [json.loads(line) for line in file.splitlines()]
    assert head == {"format": 1, "inspectorate": "geti", "quarter": "2026-Q3"}
    assert [line["act_number"] for line in lines] == ["А-1", "Б-2", "В-3"]
    assert lines[0]["business"]["licence_number"] == "17"
    assert lines[1]["handed_over_on"] == "2026-07-20"
    assert b"@" not in file
    assert (row.records, row.digest) == (3, sha256(file).hexdigest())


async def test_it_waits_for_the_erasure_and_for_a_register_that_is_still_being_brought_in(
    people: Database, geti: Inspectorate
) -> None:
    assert await close_due(people, CLOSED) == 0  # addresses
    async with people.transaction() as session:
        lately = CLOSED - timedelta(days=29)
        await make_inspection(session, geti, now=lately, email=None)
    assert await closed(people) == 0
    assert await close_due(people, CLOSED + timedelta(days=2)) == 1
    assert await close_due(people, CLOSED + timedelta(days=3)) == 0


async def test_a_closed_quarter_takes_nothing_more(people: Database, geti: Inspectorate) -> None:
    await closed(people)
    change: dict[str, Any] = {
        "act_number": "Б-2",
        "inspector": "Б. Башка",
        "outcome": "violation_fine",
    }
    for changes in (change, dict[str, Any]()):
        with pytest.raises(Invalid, match="closed"):
            async with people.transaction() as session:
                await make_inspection(session, geti, now=CLOSED, **changes)
    async with people.transaction() as session:
        later = date(2026, 10, 5)
        moved: dict[str, Any] = {"act_date": later, "started_on": later, "finished_on": later}
        await make_inspection(session, geti, now=CLOSED, **moved)
        waiting = (await session.exec(select(Inspection).filter_by(act_number="В-3"))).one()
        with pytest.raises(Expired):
            await hand_over(session, geti, waiting, "2026-11-01", CLOSED)
    assert (await checked(people)).is_right


async def test_the_same_record_again_is_still_unchanged(
    people: Database, geti: Inspectorate
) -> None:
    fields = make_fields(act_number="Г-4")
    async with people.transaction() as session:
        await enter(session, ADDRESSES, geti, fields, now=NOW, letters=NONE_GONE)
    await closed(people)
    async with people.transaction() as session:
        again = await enter(session, ADDRESSES, geti, fields, now=CLOSED, letters=NONE_GONE)
    assert not again.is_new


async def test_whatever_was_changed_past_the_program_is_found_out(
    people: Database, geti: Inspectorate
) -> None:
    await closed(people)
    assert (await checked(people)).is_right
    async with people.transaction() as session:
        act = col(Inspection.act_number) == "А-1"
        await session.exec(update(Inspection).where(act).values(outcome="suspended"))
    assert (await checked(people)).differing == ["2026/А-1"]
    async with people.transaction() as session:
        await session.exec(update(ArchivedQuarter).values(content=b"another"))
    assert not (await checked(people)).is_whole


async def test_merging_and_renaming_businesses_leave_the_archive_right(
    people: Database, geti: Inspectorate
) -> None:
    await closed(people)
    async with people.transaction() as session:
        found = await session.exec(select(Business).order_by(col(Business.tax_number)))
        one, other = sorted(found, key=lambda business: business.tax_number is None)
        await merge(session, other.id, one.id, By(None, CLOSED))
        day = date(2026, 10, 5)
        moved: dict[str, Any] = {"act_date": day, "started_on": day, "finished_on": day}
        await make_inspection(session, geti, now=CLOSED, business_name="Ала-Тоо плюс", **moved)
    assert (await checked(people)).is_right
    async with people.transaction() as session:
        await unmerge(session, other.id, By(None, CLOSED))
    assert (await checked(people)).is_right
