"""Exact tails of the binomial distribution, without a library of statistics at run time."""

from math import exp, fsum, lgamma, log

_NOTHING = 1e-18  # a term of less than this share of the sum changes no digit of it


def at_most(k: int, n: int, share: float) -> float:
    """The probability of `k` or fewer of `n`, when each comes with probability `share`.

    Only the side of `k` that holds few terms is added up, outwards from `k`, where they fall.
    """
    if k >= n:
        return 1.0
    if k < 0:
        return 0.0
    if k <= n * share:
        return min(1.0, _outwards(k, n, share))
    return max(0.0, 1.0 - _outwards(n - k - 1, n, 1.0 - share))


def at_least(k: int, n: int, share: float) -> float:
    """The probability of `k` or more of `n`: fewer failures than that leaves room for."""
    return at_most(n - k, n, 1.0 - share)


def exactly(k: int, n: int, share: float) -> float:
    """The probability of `k` of `n`."""
    if not 0 <= k <= n:
        return 0.0
    if share in (0.0, 1.0):
        return float(k == n * share)
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(share) + (n - k) * log(1.0 - share))


def _outwards(k: int, n: int, share: float) -> float:
    """From `k` down to 0; `k` is not above the mean, so every term is smaller than the last."""
    if share == 0.0:
        return 1.0
    if share == 1.0:
        return float(k == n)
    term = exactly(k, n, share)
    terms = [term]
    odds = (1.0 - share) / share
    for each in range(k, 0, -1):
        term *= each / (n - each + 1) * odds
        terms.append(term)
        if term <= _NOTHING * terms[0]:
            break
    return fsum(terms)
