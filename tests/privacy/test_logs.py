"""The canary: links, addresses and answers never reach a log, however talkative it is set."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import work
from app.lib import clock as time
from app.lib.db import Database
from app.lib.tracing import trace
from app.wiring import Wiring
from app.work import Act, Job, answers, letters
from tests.browsing import browsing
from tests.installation import Installation, installation

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
REMARK = "канарейка в шахте"
MAILBOX = "owner-KG-GB"  # how every address of `record` begins
# What stands outside the program: the test's own browser and mail server.
_NOT_OURS = ("httpx", "httpcore", "mail.")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(lambda record: not record.name.startswith(_NOT_OURS))
    return caplog


@asynccontextmanager
async def forbidden(database: Database, table: str) -> AsyncIterator[None]:
    """Meanwhile this database fails at every row of the table, and quotes it if it can."""
    if database.is_sqlite:
        fail = f"BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END"
        begin, end = f"CREATE TRIGGER no_{table} {fail}", f"DROP TRIGGER no_{table}"
    else:
        check = "CHECK (false) NOT VALID"  # PostgreSQL answers with the whole failing row
        begin = f"ALTER TABLE {table} ADD CONSTRAINT full_ {check}"
        end = f"ALTER TABLE {table} DROP CONSTRAINT full_"
    await _change(database, begin)
    try:
        yield
    finally:
        await _change(database, end)


async def _change(database: Database, statement: str) -> None:
    async with database.transaction() as session:
        await (await session.connection()).execute(text(statement))


async def work_through(geti: Installation, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """One round of a worker that has this one job."""
    stop = asyncio.Event()

    async def then_stop(wiring: Wiring, now: datetime) -> None:
        stop.set()
        await act(wiring, now)

    monkeypatch.setattr(work, "JOBS", (Job("only", 1, then_stop),))
    await work.run(geti.wiring, stop)


async def test_nothing_of_a_journey_reaches_the_log_even_when_the_databases_fail(
    people: Database,
    ballots: Database,
    tmp_path: Path,
    clock: None,
    log: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as geti:
        await geti.record(date(2026, 7, 20), 11)
        time.step_to(MORNING + timedelta(hours=24))
        *links, last = await geti.write()
        entered = {"overall": "4", "improve": REMARK}
        async with browsing(geti.wiring.settings) as browser:
            for link in links:
                browser.cookies.clear()
                assert (await browser.post(link, data=entered)).status_code == 303
            async with forbidden(ballots, "ballots_remark"):
                await work_through(geti, answers.mix, monkeypatch)
            browser.cookies.clear()
            async with forbidden(ballots, "ballots_envelope"):
                assert (await browser.post(last, data=entered)).status_code == 500
        await geti.record(date(2026, 7, 21), 2)
        time.step_to(MORNING + timedelta(hours=48))
        async with forbidden(people, "mail_letter"):
            await work_through(geti, letters.invite, monkeypatch)
    assert "A request failed" in log.text
    assert log.text.count("The job 'only' failed") == 2
    tokens = [link.removeprefix("/s/").split("?")[0] for link in (*links, last)]
    for canary in (*tokens, REMARK, MAILBOX, "mail.example"):
        assert canary not in log.text, canary


async def test_a_trace_names_place_and_kind_and_quotes_no_value(people: Database) -> None:
    with pytest.raises(DBAPIError) as failed:
        async with people.transaction() as session:
            await (await session.connection()).execute(
                text("INSERT INTO accounts_person (id, email) VALUES (:id, :email)"),
                {"id": "canary", "email": "aida@mail.kg"},
            )
    said = trace(failed.value)
    assert "test_logs.py" in said
    assert "sqlalchemy.exc." in said
    for canary in ("canary", "aida"):
        assert canary not in said
