"""Many tests at once: p-values made larger, so that chance is not taken for a finding.

Both give adjusted p-values in the order of those given: below 0.05 is a finding at 5 %.
"""

from collections.abc import Sequence
from itertools import accumulate


def holm(p_values: Sequence[float]) -> list[float]:
    """That even one finding is false has at most the level's probability, however the tests hang
    together. For sentences of which each is read by itself.

    Holm (1979), "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6.
    """
    tests = len(p_values)
    ranked = sorted(range(tests), key=lambda place: p_values[place])
    raised = [(tests - rank) * p_values[place] for rank, place in enumerate(ranked)]
    # never below the one before it: who passes may not fall behind who does not
    return _in_place(ranked, list(accumulate(raised, max)))


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Of all findings, the expected share of false ones is at most the level, if the tests are
    independent or positively dependent. For lists that somebody goes through and checks.

    Benjamini and Hochberg (1995), "Controlling the false discovery rate", J. R. Statist. Soc. B 57.
    """
    tests = len(p_values)
    ranked = sorted(range(tests), key=lambda place: p_values[place], reverse=True)
    raised = [p_values[place] * tests / (tests - rank) for rank, place in enumerate(ranked)]
    # never above the one after it: the largest that passes takes all the smaller ones along
    return _in_place(ranked, list(accumulate(raised, min)))


def _in_place(ranked: list[int], adjusted: list[float]) -> list[float]:
    found = dict(zip(ranked, adjusted, strict=True))
    return [min(1.0, found[place]) for place in range(len(ranked))]
