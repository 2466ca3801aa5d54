"""What a question shows of its counts."""

from dataclasses import replace

import pytest

from app.lib.quarters import Quarter
from app.results.facts import Facts
from app.results.figures import Share
from app.results.intervals import wilson
from app.results.tabulating import question_result, trend
from tests.making.results import QUARTER, make_questionnaire, make_tally

COURTESY = make_questionnaire().question("courtesy")
INTEGRITY = make_questionnaire().question("integrity")
PROMPT = {"1": 10, "2": 10, "3": 10, "4": 40, "5": 30, "na": 8, "": 12}


def facts(counts: dict[str, int], *, quarter: Quarter = QUARTER, inspected: int = 400) -> Facts:
    question = INTEGRITY if "no" in counts else COURTESY
    return Facts(quarter, {question.id: make_tally(counts)}, {}, {"KG-GB": inspected})


def test_what_does_not_apply_is_shown_but_no_part_of_the_shares() -> None:
    result = question_result(COURTESY, facts(PROMPT))
    assert (result.base, result.positive) == (100, 0.7)
    assert result.shares[3] == Share(("4",), 40, 0.4)
    assert result.outside == (Share(("na",), 8, 0.0667), Share(("",), 12, 0.1))


def test_the_interval_is_of_the_inspections_of_the_quarter() -> None:
    result = question_result(COURTESY, facts(PROMPT, inspected=120))
    assert result.interval == pytest.approx(wilson(70, 100, 120), abs=0.0001)


def test_bounds_count_everybody_whose_answer_is_missing() -> None:
    # 70 of 100 answers, 400 inspected: 70 of 400 at worst, 370 at best
    assert question_result(COURTESY, facts(PROMPT)).bounds == (0.175, 0.925)
    assert question_result(COURTESY, facts({"4": 99, "3": 1})).bounds is None
    assert question_result(COURTESY, facts({"4": 5})).bounds is None


def test_more_answers_than_inspections_left_on_record_are_all_there_are() -> None:
    result = question_result(COURTESY, facts(PROMPT, inspected=90))
    assert result.interval == (0.7, 0.7)


def test_the_open_questionnaire_has_no_interval() -> None:
    result = question_result(COURTESY, replace(facts(PROMPT), populations=None))
    assert (result.positive, result.interval) == (0.7, None)


@pytest.mark.parametrize(
    ("base", "withheld", "low"), [(9, True, False), (10, False, True), (20, False, False)]
)
def test_few_answers_are_withheld_or_flagged(base: int, withheld: bool, low: bool) -> None:
    counts = {"3": base // 2, "4": base - base // 2}
    result = question_result(COURTESY, facts(counts))
    assert (result.withheld, result.low_base) == (withheld, low)
    assert (result.base is None) == withheld


def test_a_sensitive_question_needs_thirty_answers() -> None:
    assert question_result(INTEGRITY, facts({"no": 20, "hinted": 9})).withheld
    assert not question_result(INTEGRITY, facts({"no": 20, "hinted": 10})).withheld


def test_a_question_that_nobody_was_asked_is_withheld() -> None:
    assert question_result(COURTESY, Facts(QUARTER)).withheld


def test_nearly_unanimous_answers_are_coded_without_interval() -> None:
    result = question_result(INTEGRITY, facts({"no": 99, "hinted": 1}))
    assert (result.coded, result.positive, result.interval) == ("high", None, None)
    assert all(share.count is None for share in result.shares)


def test_a_trend_keeps_its_gaps() -> None:
    quarters = [
        facts(PROMPT, quarter=QUARTER.plus(-2)),
        Facts(QUARTER.previous),
        facts({"4": 99, "3": 1}),
    ]
    points = trend(COURTESY, quarters)
    assert [(point.positive, point.coded) for point in points] == [
        (0.7, None),
        (None, None),
        (None, "high"),
    ]
