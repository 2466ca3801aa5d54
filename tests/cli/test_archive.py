"""pikir archive verify."""

from datetime import UTC, datetime

from sqlmodel import update

from app.lib.db import Database
from app.registry.archive.closing import close_due
from app.registry.erasing import erase_due
from app.registry.tables import Inspection
from tests.cli.conftest import Typed
from tests.making.registry import make_inspection, make_inspectorate

CLOSED = datetime(2026, 11, 20, 6, tzinfo=UTC)


async def test_it_names_what_is_not_as_it_was_written(people: Database, typed: Typed) -> None:
    assert "0 quarters, 0 not as" in (await typed("archive", "verify")).output
    async with people.transaction() as session:
        await make_inspection(session, await make_inspectorate(session), act_number="17")
    await erase_due(people, CLOSED)
    await close_due(people, CLOSED)
    right = await typed("archive", "verify")
    assert (right.exit_code, "geti 2026-Q3: 1 records, " in right.output) == (0, True)
    async with people.transaction() as session:
        await session.exec(update(Inspection).values(outcome="suspended"))
    wrong = await typed("archive", "verify")
    assert wrong.exit_code == 1
    assert "the register says otherwise about 2026/17" in wrong.output
