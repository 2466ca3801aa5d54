"""Files of reports are made by one worker at a time, whole or not at all."""

import asyncio
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from pypdf import PdfReader

from app.lib.db import Database
from app.publications.reports import keeping
from app.publications.reports.document import Report
from app.publications.reports.stages import FAILED, READY, WAITING, WRITING
from app.publications.reports.tables import ReportFile
from app.work import reports
from tests.installation import Installation
from tests.making.accounts import NOW
from tests.making.reports import make_report


async def ask(people: Database, inspectorate: UUID, form: str, report: Report) -> str:
    """Its digest."""
    async with people.transaction() as session:
        return (await keeping.ask(session, inspectorate, form, report, NOW)).digest


async def file_of(people: Database, digest: str) -> ReportFile:
    async with people.reading() as session:
        return await session.get_one(ReportFile, digest)


async def test_what_was_asked_for_is_made(geti: Installation) -> None:
    report = make_report("ky")
    people, place = geti.wiring.people, geti.inspectorate.id
    pdf, sheet = [await ask(people, place, form, report) for form in ("pdf", "xlsx")]
    assert await reports.make(geti.wiring, NOW) == 2
    content = {digest: (await file_of(people, digest)).content or b"" for digest in (pdf, sheet)}
    assert len(PdfReader(BytesIO(content[pdf])).pages) > 3
    assert len(openpyxl.load_workbook(BytesIO(content[sheet])).sheetnames) == 5
    assert await reports.make(geti.wiring, NOW) == 0


async def test_who_asks_for_the_same_gets_what_is_kept(geti: Installation) -> None:
    people, place = geti.wiring.people, geti.inspectorate.id
    first = await ask(people, place, "xlsx", make_report("ru"))
    await reports.make(geti.wiring, NOW)
    assert await ask(people, place, "xlsx", make_report("ru")) == first
    assert (await file_of(people, first)).stage == READY
    assert await ask(people, place, "xlsx", make_report("kk")) != first
    assert await ask(people, place, "xlsx", make_report("ru", remarks=None)) != first


async def test_what_a_killed_worker_has_begun_is_made_by_the_next(geti: Installation) -> None:
    people = geti.wiring.people
    digest = await ask(people, geti.inspectorate.id, "xlsx", make_report())
    async with people.transaction() as session:  # all that a kill can leave behind
        assert await keeping.begin(session, digest)
        await keeping.note(session, digest, WRITING)
    assert await reports.make(geti.wiring, NOW) == 1
    file = await file_of(people, digest)
    assert (file.stage, file.tries) == (READY, 2)


async def test_two_workers_do_not_make_the_same_file(geti: Installation) -> None:
    digest = await ask(geti.wiring.people, geti.inspectorate.id, "xlsx", make_report())
    made = await asyncio.gather(
        reports.make(geti.wiring, NOW), reports.make(geti.wiring, NOW), return_exceptions=True
    )
    assert made.count(1) == 1
    assert (await file_of(geti.wiring.people, digest)).tries == 1


async def test_a_file_that_cannot_be_made_is_given_up_and_may_be_asked_for_again(
    geti: Installation,
) -> None:
    people, place = geti.wiring.people, geti.inspectorate.id
    report = make_report()
    digest = await ask(people, place, "xlsx", report)
    async with people.transaction() as session:
        (await session.get_one(ReportFile, digest)).report = "{}"
    for _ in range(keeping.MOST_TRIES):
        with pytest.raises(Exception, match="missing required field"):
            await reports.make(geti.wiring, NOW)
    assert await reports.make(geti.wiring, NOW) == 0
    assert (await file_of(people, digest)).stage == FAILED
    await ask(people, place, "xlsx", report)
    assert (await file_of(people, digest)).stage == WAITING


async def test_old_files_are_discarded(geti: Installation) -> None:
    people = geti.wiring.people
    digest = await ask(people, geti.inspectorate.id, "xlsx", make_report())
    await reports.discard_old(geti.wiring, NOW + keeping.KEPT_FOR)
    assert (await file_of(people, digest)).stage == WAITING
    await reports.discard_old(geti.wiring, NOW + keeping.KEPT_FOR + timedelta(seconds=1))
    async with people.reading() as session:
        assert await session.get(ReportFile, digest) is None
