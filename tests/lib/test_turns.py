"""One process at a time, for each name."""

import pytest

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.locking import Taken
from app.lib.turns import turn


async def test_a_turn_is_had_once_and_by_the_next_when_it_is_over(
    people: Database, keys: KeyFolder
) -> None:
    async with turn("inviting", people, keys):
        with pytest.raises(Taken):
            async with turn("inviting", people, keys):
                pass
    async with turn("inviting", people, keys):
        pass


async def test_turns_of_other_names_hinder_nobody(people: Database, keys: KeyFolder) -> None:
    async with turn("inviting", people, keys), turn("reminding", people, keys):
        pass
