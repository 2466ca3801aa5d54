"""Adjusted p-values against statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from app.lib.multiplicity import benjamini_hochberg, holm

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=40)


@given(p_values)
def test_benjamini_and_hochberg_adjust_as_statsmodels_does(given: list[float]) -> None:
    expected = multipletests(given, method="fdr_bh")[1]
    assert benjamini_hochberg(given) == pytest.approx(expected, abs=1e-12)


@given(p_values)
def test_holm_adjusts_as_statsmodels_does(given: list[float]) -> None:
    assert holm(given) == pytest.approx(multipletests(given, method="holm")[1], abs=1e-12)


def test_the_worked_figures_come_out() -> None:
    # Holm: 3 x 0.01; 2 x 0.03; then 1 x 0.04, but not below the 0.06 before it.
    assert holm([0.03, 0.01, 0.04]) == pytest.approx([0.06, 0.03, 0.06])
    # Benjamini and Hochberg: 0.04; 0.03 x 3/2 = 0.045, but not above that 0.04; 0.01 x 3.
    assert benjamini_hochberg([0.03, 0.01, 0.04]) == pytest.approx([0.04, 0.03, 0.04])


def test_nothing_to_test_is_nothing_found() -> None:
    assert holm([]) == benjamini_hochberg([]) == []
