"""Exact tail of the hypergeometric distribution: marked things that fall to one by lot."""

from math import exp, fsum, lgamma

_NOTHING = 1e-18  # a term of less than this share of the sum changes no digit of it


def at_least(k: int, drawn: int, marked: int, total: int) -> float:
    """The probability that `k` or more of `marked` are among `drawn`, drawn by lot out of `total`.

    What Fisher's exact test asks on one side: Fisher (1935), "The logic of inductive inference",
    J. R. Statist. Soc. 98. Only the side of `k` that falls off is added up, outwards from `k`.
    """
    if not 0 <= marked <= total or not 0 <= drawn <= total:
        raise ValueError(f"{drawn} and {marked} of {total} cannot be")
    least, most = max(0, drawn + marked - total), min(drawn, marked)
    if k <= least:
        return 1.0
    if k > most:
        return 0.0
    if k * total >= drawn * marked:  # not below the mean
        return min(1.0, _up(k, most, drawn, marked, total))
    # What is marked and left, instead: the same distribution, seen from its other side.
    rest = total - drawn
    return max(0.0, 1.0 - _up(marked - k + 1, min(rest, marked), rest, marked, total))


def _up(k: int, most: int, drawn: int, marked: int, total: int) -> float:
    """From `k`, which is not below the mean, up to `most`: every term is smaller than the last."""
    chosen = _log_ways(marked, k) + _log_ways(total - marked, drawn - k)
    terms = [exp(chosen - _log_ways(total, drawn))]
    for each in range(k, most):
        unmarked = total - marked - drawn + each + 1
        terms.append(terms[-1] * (marked - each) * (drawn - each) / ((each + 1) * unmarked))
        if terms[-1] <= _NOTHING * terms[0]:
            break
    return fsum(terms)


def _log_ways(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
