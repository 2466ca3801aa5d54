"""Intervals against statsmodels and the worked figures of the studies."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from app.results.intervals import bounds, difference, p_value, wilson


@st.composite
def samples(draw: st.DrawFn) -> tuple[int, int, int]:
    population = draw(st.integers(1, 3000))
    n = draw(st.integers(1, population))
    return draw(st.integers(0, n)), n, population


@pytest.mark.parametrize(
    ("k", "n", "population", "low", "high"),
    [
        (42, 60, 100, 0.622, 0.768),
        (5, 10, 12, 0.417, 0.583),  # clipped: at least 5 of 12 and at most 7 of 12
        (0, 10, 20, 0.0, 0.168),  # z^2 / (n* + z^2) with n* = 10 x 19 / 10: 3.841 / 22.841
        (10, 10, 20, 0.832, 1.0),
        (0, 1, 1, 0.0, 0.0),
        (1, 1, 2, 0.5, 1.0),  # n* = 1: 0.207 by Wilson, but one of two is positive for certain
    ],
)
def test_the_worked_figures_come_out(
    k: int, n: int, population: int, low: float, high: float
) -> None:
    assert wilson(k, n, population) == pytest.approx((low, high), abs=0.0005)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_without_a_population_it_is_the_plain_wilson_interval(sample: tuple[int, int]) -> None:
    k, n = sample
    assert wilson(k, n) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-12)


@given(samples())
def test_the_population_counts_as_a_larger_sample(sample: tuple[int, int, int]) -> None:
    """O'Neill's interval is Wilson's with n (N - 1) / (N - n) answers, then clipped."""
    k, n, population = sample
    if n == population:
        return
    effective = n * (population - 1) / (population - n)
    low, high = proportion_confint(k / n * effective, effective, method="wilson")
    possible = k / population, (population - n + k) / population
    expected = max(low, possible[0]), min(high, possible[1])
    assert wilson(k, n, population) == pytest.approx(expected, abs=1e-9)


@given(samples())
def test_an_interval_holds_its_share_and_nothing_impossible(sample: tuple[int, int, int]) -> None:
    k, n, population = sample
    low, high = wilson(k, n, population)
    assert k / population - 1e-12 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= (population - n + k) / population + 1e-12


def test_when_everybody_answered_the_interval_is_a_point() -> None:
    assert wilson(7, 9, 9) == (7 / 9, 7 / 9)
    assert wilson(1, 1, 1) == (1.0, 1.0)


@pytest.mark.parametrize(("k", "n", "population"), [(0, 0, 5), (6, 5, 9), (1, 10, 9), (-1, 5, 9)])
def test_impossible_counts_are_refused(k: int, n: int, population: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        wilson(k, n, population)


@pytest.mark.parametrize(
    ("now", "before"),
    [((71, 100), (66, 100)), ((5, 12), (40, 41)), ((300, 412), (280, 399)), ((1, 10), (9, 10))],
)
def test_a_difference_has_newcombes_interval(now: tuple[int, int], before: tuple[int, int]) -> None:
    change, interval = difference((*now, float("inf")), (*before, float("inf")))
    expected = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff")
    assert change == pytest.approx(now[0] / now[1] - before[0] / before[1])
    assert interval == pytest.approx(expected, abs=1e-9)


def test_a_difference_of_two_complete_counts_is_certain() -> None:
    change, interval = difference((8, 10, 10), (5, 10, 10))
    assert interval == pytest.approx((change, change))
    assert p_value((8, 10, 10), (5, 10, 10)) == 0.0
    assert p_value((7, 9, 9), (7, 9, 9)) == 1.0


@given(samples(), samples())
def test_a_difference_stays_within_what_is_possible(
    now: tuple[int, int, int], before: tuple[int, int, int]
) -> None:
    change, (low, high) = difference(now, before)
    assert low - 1e-12 <= change <= high + 1e-12
    assert low >= bounds(*now)[0] - bounds(*before)[1] - 1e-12
    assert high <= bounds(*now)[1] - bounds(*before)[0] + 1e-12


@given(samples(), samples())
def test_a_test_says_what_the_interval_says(
    now: tuple[int, int, int], before: tuple[int, int, int]
) -> None:
    _change, (low, high) = difference(now, before)
    assume(min(abs(low), abs(high)) > 1e-9)
    assert (p_value(now, before) < 0.05) == (low > 0 or high < 0)


@pytest.mark.parametrize(
    ("now", "before"), [((71, 100), (56, 100)), ((5, 12), (10, 12)), ((300, 412), (280, 399))]
)
def test_at_its_p_value_statsmodels_interval_touches_no_change(
    now: tuple[int, int], before: tuple[int, int]
) -> None:
    p = p_value((*now, float("inf")), (*before, float("inf")))
    ends = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff", alpha=p)
    assert min(abs(end) for end in ends) == pytest.approx(0, abs=1e-7)


def test_a_large_sample_is_tested_as_by_the_normal_distribution() -> None:
    """100,000 answers each: the hybrid score test and the z-test are one."""
    expected = 2 * norm.sf(0.004 / (0.5 / 100_000) ** 0.5)
    p = p_value((50_400, 100_000, float("inf")), (50_000, 100_000, float("inf")))
    assert p == pytest.approx(expected, rel=0.001)


def test_who_did_not_answer_could_move_the_share_so_far() -> None:
    # 30 of 40 positive, 100 inspected: 30 of 100 if the other 60 are negative, 90 if positive.
    assert bounds(30, 40, 100) == pytest.approx((0.3, 0.9))
    assert bounds(9, 12, 12) == (0.75, 0.75)


def test_more_than_all_missing_answers_could_undo_is_no_chance() -> None:
    # Now at least 27 of 30 are positive, then at most 6 of 30.
    assert p_value((27, 28, 30), (4, 28, 30)) == 0.0
