"""kill -9 in the middle of an import: importing the file again loses and doubles nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from app.lib.db import Database
from app.registry.tables import Inspection
from tests.cli.conftest import Typed
from tests.installation import register

ROWS = 3_000


async def stored(people: Database) -> int:
    async with people.reading() as session:
        return (await session.exec(select(func.count(col(Inspection.id))))).one()


async def test_a_killed_import_goes_on_where_it_was(
    typed: Typed, people: Database, tmp_path: Path
) -> None:
    await typed("inspectorate", "add", "app/demo/inspectorates/geti.yaml")
    file = tmp_path / "register.csv"
    file.write_text(register(ROWS))
    words = ("inspections", "import", str(file), "--inspectorate", "geti")
    importing = subprocess.Popen(  # noqa: ASYNC220  it is watched from here
        [sys.executable, "-m", "app", *words], stdout=subprocess.DEVNULL, env=os.environ
    )
    until = time.monotonic() + 60
    while await stored(people) == 0 and time.monotonic() < until:
        assert importing.poll() is None
    importing.send_signal(signal.SIGKILL)
    importing.wait()
    before = await stored(people)
    if before == ROWS:
        pytest.skip("It was done before the kill came.")
    said = await typed(*words)
    assert f"{ROWS - before} added, 0 changed, {before} stood already, 0 refused." in said.output
    assert await stored(people) == ROWS
