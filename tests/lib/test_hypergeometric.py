"""The tail of the hypergeometric distribution, against scipy and numbers worked by hand."""

from random import Random

import pytest
from scipy.stats import hypergeom

from app.lib.hypergeometric import at_least


def test_the_tail_is_the_one_of_scipy() -> None:
    chance = Random(5)
    for _each in range(2_000):
        total = chance.randint(1, 3_000)
        drawn, marked = chance.randint(0, total), chance.randint(0, total)
        k = chance.randint(-1, min(drawn, marked) + 1)
        expected = hypergeom.sf(k - 1, total, marked, drawn)
        assert at_least(k, drawn, marked, total) == pytest.approx(expected, rel=1e-8, abs=1e-12)


def test_a_lady_tastes_tea() -> None:
    # Fisher's own: four of eight cups had the milk first. All four found: 1 of 70 ways; three or
    # more: 16 + 1 of 70.
    assert at_least(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert at_least(3, 4, 4, 8) == pytest.approx(17 / 70)


def test_what_must_be_is_certain_and_what_cannot_be_is_nothing() -> None:
    assert at_least(0, 5, 0, 10) == 1.0
    assert at_least(1, 5, 0, 10) == 0.0
    assert at_least(5, 10, 5, 10) == 1.0  # all are drawn
    assert at_least(3, 8, 5, 10) == 1.0  # two only are left
    with pytest.raises(ValueError, match="cannot be"):
        at_least(1, 11, 5, 10)
