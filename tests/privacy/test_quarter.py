"""The whole adversary, on a quarter of few people: `make privacy` has many."""

from pathlib import Path

import pytest

from app.backups.contents import BALLOTS, PEOPLE
from app.ballots.unsealing import TOGETHER
from app.lib.db import Database
from tests.making.backups import stamp
from tests.privacy.attacking import attack_all


@pytest.mark.slow
async def test_all_that_can_be_copied_says_who_was_asked_and_not_what_they_answered(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> None:
    await stamp(people, PEOPLE)
    await stamp(ballots, BALLOTS)
    outcome = await attack_all(people, ballots, tmp_path, 300)
    told = {given: share for given, *share in outcome.told}
    assert told["box open; all tickets, no pepper"] == [0, 300]
    assert told["box open; pepper and all tickets"] == [300, 300]
    assert told["box closed; pepper and all tickets"] == [0, 300]
    assert told["the same and a backup; keys of letters"] == [0, 300]
    assert (outcome.opened, outcome.looks) == (0, 1)
    # Fewer than ten that are left at the close wait for the year's end.
    assert 0 <= outcome.sealed - outcome.answers < TOGETHER
