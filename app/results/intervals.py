"""How far chance may move a share: Wilson intervals, differences and bounds in a finite population.

The population is the inspections of the quarter: everybody inspected could have answered, and
chance is who of them did. So the intervals are narrower than those of opinion polls, and a share
of everybody is a point.
"""

from math import erfc, inf, sqrt

# Two-sided 95 %: the standard normal's 0.975 quantile.
Z = 1.959963984540054
_LARGEST_Z = 8.0  # beyond it a p-value is 1e-15
_HALVINGS = 32  # of 8: the p-value is exact to nine decimals

Interval = tuple[float, float]
Sample = tuple[int, int, float]  # k positive of n answers of N inspections


def wilson(k: int, n: int, population: float = inf, z: float = Z) -> Interval:
    """The interval of the share k/n when `n` of `population` inspections were answered.

    Wilson's score interval with the finite population correction of O'Neill (2021,
    arXiv:2109.12464), clipped to what is possible at all. Everybody answered: a point.
    """
    if not 0 <= k <= n <= population or n == 0:
        raise ValueError(f"{k} of {n} of {population} cannot be")
    return _within(_score(k, n, population, z), bounds(k, n, population))


def bounds(k: int, n: int, population: float) -> Interval:
    """The share of all `population` inspections if everybody whose answer is missing had answered
    negatively, and if positively: true whoever they are, and nothing narrower is.

    Horowitz and Manski (1998), "Censoring of outcomes and regressors due to survey nonresponse",
    J. Econometrics 84, for a yes-or-no outcome.
    """
    least = k / population
    return least, least + (1 - n / population)


def difference(now: Sample, before: Sample, z: float = Z) -> tuple[float, Interval]:
    """The change of a share with its interval.

    Newcombe's hybrid score interval (1998, Statist. Med. 17, method 10) over those of Wilson and
    O'Neill, clipped to the changes that are possible. Clipping the two intervals before, not the
    change after, would say too much: of 12 answers of 15, the true change would lie inside in 86
    cases of 100, not in 95.
    """
    share_now, share_before = now[0] / now[1], before[0] / before[1]
    (low_now, high_now), (low_before, high_before) = _score(*now, z), _score(*before, z)
    change = share_now - share_before
    down = sqrt((share_now - low_now) ** 2 + (high_before - share_before) ** 2)
    up = sqrt((high_now - share_now) ** 2 + (share_before - low_before) ** 2)
    (least_now, most_now), (least_before, most_before) = bounds(*now), bounds(*before)
    possible = least_now - most_before, most_now - least_before
    return change, _within((change - down, change + up), possible)


def p_value(now: Sample, before: Sample) -> float:
    """How often chance alone would part two equal shares this far or farther, two-sided.

    The test that goes with `difference`: at level p its interval just touches "no change", so
    that the p-value is below 0.05 exactly where the 95 % interval leaves zero out. 0 where even
    the answers that are missing could not undo the difference.
    """
    if not _is_outside(now, before, 0.0):
        return 1.0
    low, high = 0.0, _LARGEST_Z
    if _is_outside(now, before, high):
        return 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _is_outside(now, before, middle):
            low = middle
        else:
            high = middle
    return erfc(low / sqrt(2))


def _is_outside(now: Sample, before: Sample, z: float) -> bool:
    """Whether "no change" lies outside the interval of this width."""
    _change, (low, high) = difference(now, before, z)
    return not low <= 0 <= high


def _score(k: int, n: int, population: float, z: float) -> Interval:
    if n == population:
        return k / n, k / n
    # n (N - 1) / (N - n), written so that an infinite population gives n itself
    effective = n * (1 - 1 / population) / (1 - n / population)
    share, z2 = k / n, z * z
    centre = share + z2 / (2 * effective)
    half = z * sqrt(share * (1 - share) / effective + z2 / (4 * effective * effective))
    scale = 1 + z2 / effective
    # Rounding may leave 0 or 1 by 1e-17.
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def _within(interval: Interval, possible: Interval) -> Interval:
    return max(interval[0], possible[0]), min(interval[1], possible[1])
