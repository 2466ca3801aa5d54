"""Every protection is needed: without it the adversary finds what it kept from them. And what is
written down anywhere when an answer comes, is found there.
"""

from pathlib import Path

import pytest

from app.backups.contents import BALLOTS, PEOPLE
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from tests.making.backups import stamp
from tests.privacy import leaks, whether
from tests.privacy.attacking import living, of_all
from tests.privacy.invited import Invited
from tests.privacy.saboteurs import EVERY, QUICK, Sabotage, found_without


@pytest.mark.parametrize(
    "sabotage",
    [pytest.param(each, marks=() if each in QUICK else pytest.mark.slow) for each in EVERY],
)
async def test_without_it_the_adversary_wins(
    sabotage: Sabotage, ballots: Database, keys: KeyFolder, tmp_path: Path, clock: None
) -> None:
    verdict = await found_without(sabotage, ballots, keys, tmp_path)
    assert verdict.is_leak, verdict


@pytest.mark.slow
async def test_what_is_written_when_an_answer_comes_tells_who_answered(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> None:
    """One week; half of those who are asked answer. Each leak is looked for where it is."""
    await stamp(people, PEOPLE)
    await stamp(ballots, BALLOTS)
    async with living(people, ballots, tmp_path, turnout=0.5) as quarter:

        async def leak(one: Invited) -> None:
            for each in leaks.EVERY:
                await each(quarter.geti.wiring, one)

        quarter.leak = leak
        await quarter.begin()
        await quarter.week(0, 120)
        await quarter.watch.note_mentions("while open")
    known = of_all(quarter.invited)
    for each, where in leaks.EVERY.items():
        traces = {name: values for name, values in known.items() if where in name}
        found = whether.guess(quarter.invited, traces)
        assert found.is_leak, (each.__name__, found)
