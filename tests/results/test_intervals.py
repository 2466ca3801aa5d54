"""Intervals against statsmodels and the worked figures of the studies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from app.results.intervals import difference, wilson


@st.composite
def samples(draw: st.DrawFn) -> tuple[int, int, int]:
    population = draw(st.integers(1, 3000))
    n = draw(st.integers(1, population))
    return draw(st.integers(0, n)), n, population


@pytest.mark.parametrize(
    ("k", "n", "population", "low", "high"),
    [(42, 60, 100, 0.622, 0.768), (5, 10, 12, 0.417, 0.583)],
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
