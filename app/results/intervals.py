"""How far chance alone may move a share: Wilson intervals for a finite population."""

from math import inf, sqrt

# Two-sided 95 %: the standard normal's 0.975 quantile.
Z = 1.959963984540054

Interval = tuple[float, float]


def wilson(k: int, n: int, population: float = inf) -> Interval:
    """The 95 % interval of the share k/n when `n` of `population` inspections were answered.

    Wilson's score interval with the finite population correction of O'Neill (2021,
    arXiv:2109.12464), clipped to what is possible at all: of N inspections at least k and at
    most N - n + k were positive. Everybody answered: a point.
    """
    if not 0 <= k <= n <= population or n == 0:
        raise ValueError(f"{k} of {n} of {population} cannot be")
    if n == population:
        return k / n, k / n
    low, high = _score(k / n, _effective(n, population))
    return max(low, k / population), min(high, 1 - (n - k) / population)


def difference(
    now: tuple[int, int, float], before: tuple[int, int, float]
) -> tuple[float, Interval]:
    """The change of a share, each given as (k, n, population), with its 95 % interval.

    Newcombe's hybrid score interval (1998, method 10) over the intervals of `wilson`.
    """
    share_now, share_before = now[0] / now[1], before[0] / before[1]
    (low_now, high_now), (low_before, high_before) = wilson(*now), wilson(*before)
    change = share_now - share_before
    down = sqrt((share_now - low_now) ** 2 + (high_before - share_before) ** 2)
    up = sqrt((high_now - share_now) ** 2 + (share_before - low_before) ** 2)
    return change, (change - down, change + up)


def _effective(n: int, population: float) -> float:
    # n (N - 1) / (N - n), written so that an infinite population gives n itself
    return n * (1 - 1 / population) / (1 - n / population)


def _score(share: float, n: float) -> Interval:
    z2 = Z * Z
    centre = share + z2 / (2 * n)
    half = Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # Rounding may leave 0 or 1 by 1e-17.
    return max(0.0, (centre - half) / (1 + z2 / n)), min(1.0, (centre + half) / (1 + z2 / n))
