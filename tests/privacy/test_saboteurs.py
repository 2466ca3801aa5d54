"""Every protection is needed: without it the adversary finds what it kept from them."""

from pathlib import Path

import pytest

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
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
