"""Which regions or inspectorates stand apart from the others by more than chance. No ranking.

Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statist. Med. 24:
around the share of all together lie limits within which chance keeps a row of its size. They are
binomial, without the correction for a finite population: compared is how regions work, and of
that even the answers of everybody inspected in a quarter are only an example.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, sqrt
from statistics import NormalDist

from app.lib.binomial import at_most, exactly
from app.results.figures import Limits, PartRow

FEWEST_ROWS = 5  # of fewer, nobody can tell how far rows usually lie apart
_INNER, _OUTER = (NormalDist().inv_cdf((1 + inside) / 2) for inside in (0.95, 0.998))
_WINSORISED = 0.1  # of the rows, at either end
# From here on the normal distribution gives the same four decimals, and a page is made at once.
_MANY = 15  # answers of standard deviation
_FAR = 6  # standard deviations: a tail has no digits left

Row = tuple[int, float]  # base, share


def placed(rows: Sequence[PartRow]) -> tuple[PartRow, ...]:
    """With limits, if at least five rows have figures of at least twenty answers each."""
    compared = [row for row in rows if _is_compared(row)]
    if len(compared) < FEWEST_ROWS:
        return tuple(rows)
    found = iter(limits([(row.base or 0, row.positive or 0.0) for row in compared]))
    return tuple(replace(row, limits=next(found)) if _is_compared(row) else row for row in rows)


def limits(rows: Sequence[Row]) -> list[Limits]:
    """Of each row, from nothing but all of them; widened where rows are overdispersed."""
    target = _together(rows)
    spread = sqrt(overdispersion(rows, target))
    return [
        Limits(*(_between(base, target, z * spread) for z in (_INNER, _OUTER)))
        for base, _share in rows
    ]


def differ(rows: Sequence[PartRow]) -> bool:
    """Whether rows lie farther apart than chance explains, also where none stands out from so wide
    a field. Only of rows that have limits.
    """
    compared = [(row.base or 0, row.positive or 0.0) for row in rows if row.limits]
    if not compared:
        return False
    target = _together(compared)
    near = (_between(base, target, _OUTER) for base, _share in compared)
    return any(
        not low <= share <= high for (_base, share), (low, high) in zip(compared, near, strict=True)
    )


def overdispersion(rows: Sequence[Row], target: float) -> float:
    """How much farther the rows lie apart than chance explains, as a factor of the variance; at
    least 1. Regions differ in a hundred ways: then only those that differ more than that stand out.

    Spiegelhalter's multiplicative model, the z-scores winsorised by a tenth at either end, at
    least one, so that the row which stands out does not widen the limits to hide itself.
    """
    if target in (0.0, 1.0):
        return 1.0
    scores = sorted((share - target) * sqrt(base / (target * (1 - target))) for base, share in rows)
    cut = min(ceil(_WINSORISED * len(scores)), (len(scores) - 1) // 2)
    low, high = scores[cut], scores[-1 - cut]
    return max(1.0, sum(min(max(z, low), high) ** 2 for z in scores) / len(scores))


def _together(rows: Sequence[Row]) -> float:
    """The share of all rows."""
    return sum(base * share for base, share in rows) / sum(base for base, _share in rows)


def _is_compared(row: PartRow) -> bool:
    return row.positive is not None and not row.low_base


def _between(base: int, target: float, z: float) -> tuple[float, float]:
    return _quantile(base, target, -z), _quantile(base, target, z)


def _quantile(n: int, share: float, z: float) -> float:
    """The binomial's quantile as a share of `n`, at the probability that `z` has."""
    deviation = sqrt(n * share * (1 - share))
    if deviation > _MANY or abs(z) > _FAR:
        # Cornish and Fisher's correction for skewness, and half a step: F is of whole numbers.
        found = n * share + z * deviation + (1 - 2 * share) * (z * z - 1) / 6 - 0.5
    else:
        found = _exact(n, share, NormalDist().cdf(z), round(n * share + z * deviation))
    return round(min(1.0, max(0.0, found / n)), 4)


def _exact(n: int, share: float, p: float, near: int) -> float:
    """Between two whole numbers in proportion (Spiegelhalter, appendix A.1.1), so that limits
    narrow smoothly as rows grow. `near` is where to begin looking.
    """
    r = min(n, max(0, near))
    up_to = at_most(r, n, share)
    while r > 0 and up_to - exactly(r, n, share) >= p:
        up_to -= exactly(r, n, share)
        r -= 1
    while up_to < p and r < n:
        r += 1
        up_to += exactly(r, n, share)
    return r - (up_to - p) / exactly(r, n, share)
