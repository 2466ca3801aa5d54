"""Which changes of a quarter are told as more than chance."""

from app.lib.quarters import Quarter
from app.results.comparing import changes
from app.results.facts import Facts
from app.results.figures import Change
from tests.making.results import QUARTER, make_questionnaire, make_result, make_tally

QUESTIONS = [each for each in make_questionnaire().closed if each.positive]
NAMES = [each.id for each in QUESTIONS]


def facts(positive: list[int], n: int, quarter: Quarter = QUARTER, inspected: int = 400) -> Facts:
    """So many positive answers of `n` to each question, in their order."""
    counted = {
        each.id: make_tally({each.positive[0]: k, _other(each.id): n - k})
        for each, k in zip(QUESTIONS, positive, strict=True)
    }
    return Facts(quarter, counted, {}, {"KG-GB": inspected})


def _other(question: str) -> str:
    """An answer that is neither positive nor outside the base."""
    asked = make_questionnaire().question(question)
    apart = {*asked.positive, *asked.outside}
    return next(each for each in ("1", *(o.value for o in asked.options)) if each not in apart)


def test_one_small_move_among_many_questions_may_be_chance() -> None:
    """By its own interval it is more; but ten questions were looked at to find it."""
    before = facts([60] * len(NAMES), 100, QUARTER.previous)
    found = changes(QUESTIONS, facts([74, *[60] * (len(NAMES) - 1)], 100), before)
    moved = found[NAMES[0]]
    assert moved.interval
    assert moved.interval[0] > 0
    assert not moved.is_beyond_chance
    alone = changes(QUESTIONS[:1], facts([74, *[60] * (len(NAMES) - 1)], 100), before)
    assert alone[NAMES[0]].is_beyond_chance


def test_a_large_move_is_found_among_many_questions() -> None:
    before = facts([60] * len(NAMES), 100, QUARTER.previous)
    found = changes(QUESTIONS, facts([82, *[60] * (len(NAMES) - 1)], 100), before)
    assert [name for name in NAMES if found[name].is_beyond_chance] == NAMES[:1]


def test_extremes_and_withheld_questions_are_compared_with_nothing() -> None:
    now = facts([99, *[60] * (len(NAMES) - 1)], 100)
    before = facts([60] * len(NAMES), 100, QUARTER.previous)
    assert NAMES[0] not in changes(QUESTIONS, now, before)
    assert changes(QUESTIONS, facts([4] * len(NAMES), 5), before) == {}
    assert changes(QUESTIONS, Facts(QUARTER, populations={"KG-GB": 0}), before) == {}


def test_without_an_earlier_quarter_there_is_no_change() -> None:
    assert changes(QUESTIONS, facts([60] * len(NAMES), 100), None) == {}


def test_of_the_open_questionnaire_only_the_change_is_told() -> None:
    now, before = facts([80] * len(NAMES), 100), facts([50] * len(NAMES), 100, QUARTER.previous)
    open_now = Facts(now.quarter, now.whole)
    found = changes(QUESTIONS, open_now, Facts(before.quarter, before.whole))
    assert found[NAMES[0]] == Change(str(QUARTER.previous), 0.5, 0.3, None, None)
    assert not found[NAMES[0]].is_beyond_chance


def test_everybody_answered_twice_so_every_change_is_one() -> None:
    now = facts([61] * len(NAMES), 100, inspected=100)
    before = facts([60] * len(NAMES), 100, QUARTER.previous, inspected=100)
    assert all(each.is_beyond_chance for each in changes(QUESTIONS, now, before).values())


def test_a_quarter_is_compared_with_the_last_and_with_last_year() -> None:
    courtesy = make_result().question("courtesy")
    assert courtesy.last_quarter
    assert courtesy.last_year
    assert courtesy.last_quarter.quarter == "2026-Q2"
    assert courtesy.last_year.quarter == "2025-Q3"
    assert make_result(quarters=4).question("courtesy").last_year is None
