"""A second machine with a key folder of its own does not touch letters that it cannot read."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from dataclasses import replace
from pathlib import Path

import pytest

from app.ballots.boxkeys import require
from app.lib.db import Database
from app.wiring import Wiring
from tests.faults.house import environment, home

pytestmark = pytest.mark.slow  # servers and processes of their own


@pytest.mark.parametrize("command", ["worker", "deliver"])
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_worker_with_another_key_folder_is_refused_by_name(
    people: Database, ballots: Database, tmp_path: Path, clock: None, command: str
) -> None:
    first = home(people.url, ballots.url, tmp_path / "first")
    wiring = Wiring(first)
    await require(wiring.ballots, wiring.keys)
    await wiring.close()
    second = replace(first, key_folder=tmp_path / "second" / "keys")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", command),
        env=os.environ | environment(second),
        stderr=PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    assert b"belongs to the key folder" in said
