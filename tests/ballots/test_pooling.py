"""Who is shown together, and when."""

from collections.abc import Mapping

from app.ballots.pooling import Pool, at_close, is_a_step
from app.ballots.tables import Group
from app.questionnaires.definition import Question
from tests.making.ballots import SHORT

FAIR: Question = SHORT.question("fair")
SHOWN = {"*": 40, "no": 20, "yes": 20}


def group(number: int, region: str) -> Group:
    return Group(box_id="", number=number, regions=[region], kinds=[], key_name="", public_key=b"")


GROUPS = [group(1, "north"), group(2, "south"), group(3, "west")]


def pool(number: int, counts: Mapping[str, int]) -> Pool:
    return Pool((number,), {"*": sum(counts.values()), **counts})


def shown(*waiting: Pool) -> list[tuple[tuple[int, ...], int]]:
    return [(each.groups, each.counts["*"]) for each in at_close(FAIR, waiting, GROUPS, SHOWN)]


def test_the_rest_of_all_regions_is_shown_together() -> None:
    assert shown(pool(1, {"yes": 6}), pool(2, {"no": 6})) == [((1, 2), 12)]


def test_those_left_who_all_chose_the_same_join_the_smallest_pool() -> None:
    """Left out, they would make what they chose look rarer than it was."""
    large, small = pool(1, {"no": 9, "yes": 9}), pool(2, {"no": 6, "yes": 6})
    assert shown(large, small, pool(3, {"yes": 14})) == [((1,), 18), ((2, 3), 26)]


def test_a_crowd_of_several_groups_may_have_chosen_the_same() -> None:
    assert shown(pool(1, {"yes": 20}), pool(2, {"yes": 20})) == [((1, 2), 40)]


def test_a_few_who_all_chose_the_same_are_not_shown() -> None:
    assert shown(pool(1, {"yes": 14}), pool(2, {"yes": 12})) == []
    assert shown(pool(1, {"yes": 40})) == []


def test_fewer_than_ten_are_not_shown() -> None:
    assert shown(pool(1, {"yes": 4, "no": 5})) == []


def test_a_table_of_many_moves_by_a_twentieth_of_itself() -> None:
    come = [pool(1, {"yes": 6, "no": 4}), pool(2, {"yes": 1, "no": 9})]
    assert is_a_step(come, {"*": 0})
    assert is_a_step(come, {"*": 400})
    assert not is_a_step(come, {"*": 401})
