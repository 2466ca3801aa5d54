"""Inspectorates beside each other: only what is beyond chance is called different."""

from dataclasses import replace

import pytest

from app.questionnaires.loading import Shelf
from app.results.beside import beside
from app.results.figures import QuarterResult
from app.results.rates import Rates
from tests.making.results import make_questionnaire, make_result

SHELF = Shelf()


@pytest.fixture(scope="module")
def result() -> QuarterResult:
    return make_result(quarters=1)


def of(result: QuarterResult, inspections: int, with_email: int) -> list[QuarterResult]:
    rates = Rates(inspections, with_email, with_email, with_email, with_email // 2)
    return [replace(result, rates=rates)]


def test_one_far_below_the_others_stands_apart_and_they_do_not(result: QuarterResult) -> None:
    every = {f"body-{place}": of(result, 1_000, 700 + place) for place in range(6)}
    found = beside(every | {"left-out": of(result, 1_000, 300)}, SHELF)
    assert {slug: one.coverage.apart for slug, one in found.items() if one.coverage.apart} == {
        "left-out": "below"
    }
    assert list(found) == [*every, "left-out"]  # no order but the given one


def test_of_few_inspectorates_none_is_called_different(result: QuarterResult) -> None:
    found = beside({"one": of(result, 1_000, 900), "two": of(result, 1_000, 100)}, SHELF)
    assert [one.coverage.apart for one in found.values()] == [None, None]


def test_questionnaires_are_added_up_and_the_larger_one_speaks(result: QuarterResult) -> None:
    desk = make_result(make_questionnaire("desk-inspection"), answers=30, quarters=1)
    [found] = beside({"geti": [result, desk]}, SHELF).values()
    assert found.rates.inspections == 1_200 + 120
    assert found.leading
    assert found.positive
    assert found.leading[1] in result.questions


def test_a_question_is_compared_only_with_the_same_question(result: QuarterResult) -> None:
    desk = make_result(make_questionnaire("desk-inspection"), quarters=1)
    every = {f"body-{place}": [result] for place in range(4)} | {"desk": [desk]}
    found = beside(every, SHELF)
    assert all(one.positive and one.positive.limits is None for one in found.values())
    assert all(one.coverage.limits for one in found.values())


def test_an_inspectorate_without_inspections_has_no_shares(result: QuarterResult) -> None:
    nothing = replace(result, rates=Rates(0, 0, 0, 0, 0), answered=0, questions=())
    [found] = beside({"geti": [nothing]}, SHELF).values()
    assert (found.coverage.positive, found.leading, found.positive) == (None, None, None)
