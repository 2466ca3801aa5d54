"""How often intervals hold the truth, over every sample that could have been drawn."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from app.results.intervals import difference, wilson

# From domain: inspections and answers, with the coverage that others have measured.
MEASURED = [(25, 20, 0.944), (50, 20, 0.961), (100, 60, 0.953), (300, 60, 0.951), (400, 150, 0.951)]
GRID = [(n, round(n * rate)) for n in (50, 100, 200, 400, 800) for rate in (0.2, 0.35, 0.5, 0.7)]


def coverage(inspected: int, answered: int) -> float:
    """Mean over all shares that the inspected may have; no sample is left to chance."""
    counts = np.arange(answered + 1)
    low, high = np.array([wilson(int(k), answered, inspected) for k in counts]).T
    truths = np.arange(inspected + 1)[:, None]
    chances = hypergeom.pmf(counts, inspected, truths, answered)
    holds = (low <= truths / inspected + 1e-12) & (truths / inspected - 1e-12 <= high)
    return float((chances * holds).sum(axis=1).mean())


@pytest.mark.parametrize(("inspected", "answered", "expected"), MEASURED)
def test_an_interval_holds_the_truth_as_often_as_was_measured(
    inspected: int, answered: int, expected: float
) -> None:
    assert coverage(inspected, answered) == pytest.approx(expected, abs=0.0006)


@pytest.mark.parametrize(("inspected", "answered"), GRID)
def test_in_94_to_96_cases_of_100_the_interval_holds_the_truth(
    inspected: int, answered: int
) -> None:
    assert 0.94 <= coverage(inspected, answered) <= 0.96


@pytest.mark.parametrize(("inspected", "answered"), [(15, 12), (50, 40), (100, 30), (400, 150)])
def test_so_does_the_interval_of_a_change(inspected: int, answered: int) -> None:
    """Drawn without replacement, 3,000 times; also where almost everybody has answered."""
    random = np.random.default_rng(5)
    truths = random.integers(round(0.05 * inspected), round(0.95 * inspected), size=(3000, 2))
    drawn = random.hypergeometric(truths, inspected - truths, answered)
    held = 0
    for (truth, before), (k, k_before) in zip(truths.tolist(), drawn.tolist(), strict=True):
        _change, (low, high) = difference((k, answered, inspected), (k_before, answered, inspected))
        held += low - 1e-12 <= (truth - before) / inspected <= high + 1e-12
    assert 0.935 <= held / 3000 <= 0.965
