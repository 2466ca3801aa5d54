"""Tails of the binomial distribution against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from app.lib.binomial import at_least, at_most, exactly

counts = st.integers(0, 3000).flatmap(lambda n: st.tuples(st.integers(-1, n + 1), st.just(n)))
shares = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(1e-6, 1 - 1e-6))


@given(counts, shares)
def test_tails_are_those_of_scipy(counted: tuple[int, int], share: float) -> None:
    k, n = counted
    assert at_most(k, n, share) == pytest.approx(binom.cdf(k, n, share), rel=1e-6, abs=1e-12)
    assert at_least(k, n, share) == pytest.approx(binom.sf(k - 1, n, share), rel=1e-6, abs=1e-12)
    assert exactly(k, n, share) == pytest.approx(binom.pmf(k, n, share), rel=1e-6, abs=1e-12)


def test_the_tail_that_matters_keeps_its_digits() -> None:
    """A tail of 1e-20 is not lost as 1 minus almost 1."""
    assert at_least(60, 60, 0.4) == pytest.approx(0.4**60, rel=1e-9)
    assert at_most(0, 60, 0.6) == pytest.approx(0.4**60, rel=1e-9)


def test_a_million_are_added_up_at_once() -> None:
    expected = binom.cdf(500_900, 1_000_000, 0.5)
    assert at_most(500_900, 1_000_000, 0.5) == pytest.approx(expected, rel=1e-6)
