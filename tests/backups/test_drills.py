"""Restoring, drilled: nothing is sent twice, no used link opens, answers count exactly once.

One drill on each engine with all tests; `make drills` runs twenty (docs/backup.md has its table).
"""

import os
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from app.backups.contents import BALLOTS
from app.lib import clock as time
from tests.backups import drilling
from tests.backups.drilling import Drill
from tests.installation import Installation

# What a run with -s shows of each: what lay beside the databases, then counts of acts, of those
# who got letters, of links used, of those known to be, of answers put back from batch files, of
# envelopes that nobody can open, of letters known to have gone out, and of letters in doubt.
SEEDS = range(int(os.environ.get("PIKIR_DRILLS", "1")))
MIXED = [f"ballots_{name}" for name in ("answer", "remark", "counting_code", "tally", "batch")]


@pytest.mark.parametrize("seed", SEEDS)
async def test_an_installation_comes_back(
    geti: Installation, again: Installation, tmp_path: Path, seed: int
) -> None:
    engine = geti.wiring.people.engine.dialect.name
    survived = seed % 3 != 2
    drill = Drill(geti, Random(seed), survived)
    if not survived:  # another machine: other keys, and nothing beside them
        keys = tmp_path / "new machine" / "keys"
        again.wiring.settings = replace(again.wiring.settings, key_folder=keys)
    restored = await drilling.run(drill, again, tmp_path / "backups")

    if survived:
        for table in MIXED:
            there = await drilling.rows(again.wiring.ballots, BALLOTS, table)
            assert there == await drilling.rows(geti.wiring.ballots, BALLOTS, table), table
    else:
        answers = await drilling.rows(again.wiring.ballots, BALLOTS, "ballots_answer")
        assert len(answers) == drill.mixed_before
    assert restored.releases.altered == []

    await again.mix()  # the worker goes on
    for hours in (1, 24, 24 * 9):
        time.step_to(time.now() + timedelta(hours=hours))
        await again.write()
        await again.remind()
    assert drilling.repeated(again) == []
    acts = sum(count for count, _ in drill.records)
    readers = len({letter["To"] for letter in again.mailbox.letters})
    if survived:  # else what was waiting is encrypted for keys that went down with the machine
        assert readers == acts
    assert set(await drilling.answer(again, drill.sure)) <= {409}
    sys.stderr.write(
        f"\n{engine:10} {seed:4} {'kept' if survived else 'lost':4} {acts:4} {readers:4}"
        f" {len(drill.used):4} {len(drill.sure):4} {restored.ballots.answers:4}"
        f" {restored.ballots.unreadable:4} {restored.went_out:4} {restored.doubtful:4}"
    )
