"""A small dose of `make sdc`."""

from pathlib import Path

import pytest

from tests.disclosure.scoring import control, score


@pytest.mark.parametrize("seed", [3, 7, 11])
async def test_who_looks_all_the_time_learns_nothing_of_fewer_than_ten(
    seed: int, tmp_path: Path
) -> None:
    found = await score(seed, tmp_path)
    assert found.counts["increments shown"] > 0
    assert found.is_tight, found.rows()


def test_a_naive_page_tells_every_single_answer() -> None:
    found = control(3)
    assert found.counts["increments of one answer"] > 100
    assert found.counts["withheld counts narrower than five"] > 0


def test_options_that_each_table_joins_by_itself_follow_from_the_next_table() -> None:
    assert control(3).counts["rare options narrower than told"] > 0
