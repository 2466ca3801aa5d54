"""Limits of chance around rows that are compared, against scipy and figures worked by hand."""

import pytest
from scipy.stats import binom

from app.results.figures import Limits, PartRow
from app.results.funnel import FEWEST_ROWS, differ, limits, overdispersion, placed

ALIKE = [(40, 0.7), (60, 0.7), (80, 0.7), (120, 0.7), (200, 0.7)]


def rows(*found: tuple[int, float]) -> list[PartRow]:
    return [
        PartRow(f"R{place}", base, share, low_base=base < 20)
        for place, (base, share) in enumerate(found)
    ]


def quantile(p: float, base: int, share: float) -> float:
    """Spiegelhalter's: between two whole numbers in proportion."""
    r = binom.ppf(p, base, share)
    over = (binom.cdf(r, base, share) - p) / binom.pmf(r, base, share)
    return min(1.0, max(0.0, float(r - over) / base))


@pytest.mark.parametrize(("place", "tail"), [("inner", 0.025), ("outer", 0.001)])
@pytest.mark.parametrize("share", [0.08, 0.3, 0.7, 0.95])
def test_limits_are_the_binomials_quantiles_in_proportion(
    place: str, tail: float, share: float
) -> None:
    """Of few answers and of many, which are reckoned by the normal distribution."""
    bases = [20, 60, 200, 900, 1_100, 5_000, 1_000_000]
    found = limits([(base, share) for base in bases])
    for base, each in zip(bases, found, strict=True):
        expected = quantile(tail, base, share), quantile(1 - tail, base, share)
        assert getattr(each, place) == pytest.approx(expected, abs=0.0002)


def test_the_larger_the_row_the_narrower_its_limits() -> None:
    widths = [found.outer[1] - found.outer[0] for found in limits(ALIKE)]
    assert widths == sorted(widths, reverse=True)
    assert all(a.outer[0] < a.inner[0] < a.inner[1] < a.outer[1] for a in limits(ALIKE))


def test_rows_that_are_all_alike_are_inside() -> None:
    assert overdispersion(ALIKE, 0.7) == 1.0
    assert {row.apart for row in placed(rows(*ALIKE))} == {None}


def test_one_row_far_off_stands_apart_and_does_not_hide_itself() -> None:
    found = placed(rows((100, 0.72), (90, 0.68), (110, 0.7), (95, 0.71), (105, 0.69), (100, 0.4)))
    assert [row.apart for row in found] == [None] * 5 + ["below"]


def test_where_all_rows_differ_much_only_more_than_that_stands_apart() -> None:
    """z = +-4, +-2, +-1, 0, 0: winsorised to +-2, +-2, +-1, 0, 0; phi = (4 x 4 + 2) / 8 = 2.25."""
    step = (0.25 / 100) ** 0.5
    spread = [(100, 0.5 + z * step) for z in (-4, -2, -1, 0, 0, 1, 2, 4)]
    assert overdispersion(spread, 0.5) == pytest.approx(2.25)
    assert all(row.apart is None for row in placed(rows(*spread)) if row.positive != 0.7)
    alone = [(100, 0.5)] * 7 + [(100, 0.5 - 4 * step)]
    assert [row.apart for row in placed(rows(*alone))] == [None] * 7 + ["below"]


def test_rows_may_differ_though_none_stands_out() -> None:
    far = placed(rows((74, 0.8), (30, 0.53), (20, 0.2), (20, 0.2), (30, 0.67), (40, 0.8)))
    assert {row.apart for row in far} == {None}
    assert differ(far)
    assert not differ(placed(rows(*ALIKE)))
    assert not differ([PartRow("A", 100, 0.1), PartRow("B", 100, 0.9)])  # too few to compare


def test_rows_that_are_worlds_apart_have_limits_as_wide_as_can_be() -> None:
    found = limits([(500_000, share) for share in (0.1, 0.2, 0.4, 0.6, 0.8, 0.9)])
    assert {each.outer for each in found} == {(0.0, 1.0)}


def test_few_rows_are_not_compared() -> None:
    assert FEWEST_ROWS == 5
    assert all(row.limits is None for row in placed(rows(*ALIKE[:4])))
    assert all(row.limits is None for row in placed(rows(*ALIKE[:4], (19, 0.7))))


def test_rows_without_figures_keep_none_and_change_nothing() -> None:
    hidden = [PartRow("A", withheld=True), PartRow("B", coded="high"), PartRow("C", 12, 0.5)]
    found = placed([*rows(*ALIKE), *hidden[:2], PartRow("C", 12, 0.5, low_base=True)])
    assert all(row.limits is None for row in found[5:])
    assert found[:5] == placed(rows(*ALIKE))
    assert placed([]) == ()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_nobody_or_of_everybody_has_limits(share: float) -> None:
    assert all(isinstance(found, Limits) for found in limits([(30, share)] * 5))
