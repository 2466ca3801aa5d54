"""Simulated fraud is found as often as the threat model says, and honest people are left alone."""

from random import Random

import pytest

from app.invitations.signals.judging import ALPHA, Compared, Share
from app.invitations.signals.kinds import Signal
from app.lib import binomial
from tests.invitations.signals.simulating import Cheats, false_flags, found

# The table that the method was chosen by: signal, acts, share of the cheat, how often found.
# Measured without the least effect, which costs up to two points.
TABLE = [
    (Signal.NO_ADDRESS, 30, 0.5, 0.71),
    (Signal.NO_ADDRESS, 60, 0.5, 0.97),
    (Signal.NO_ADDRESS, 60, 0.4, 0.65),
    (Signal.NO_ADDRESS, 120, 0.4, 0.96),
    (Signal.CAME_BACK, 60, 0.2, 0.79),
    (Signal.CAME_BACK, 120, 0.2, 0.99),
]
USUAL = {Signal.NO_ADDRESS: 0.2, Signal.CAME_BACK: 0.05}


@pytest.mark.parametrize(("signal", "acts", "share", "expected"), TABLE)
def test_the_power_is_the_one_of_the_table(
    signal: Signal, acts: int, share: float, expected: float
) -> None:
    honest = Share(round(12_000 * USUAL[signal]), 12_000)
    assert power(honest, acts, share) == pytest.approx(expected, abs=0.02)


def test_simulated_cheats_are_found_as_often_as_the_power_says() -> None:
    found_share, expected = simulated(Signal.NO_ADDRESS, acts=60, share=0.5, quarters=12)
    assert found_share == pytest.approx(expected, abs=0.07)


def test_honest_inspectors_are_hardly_ever_pointed_out() -> None:
    chance, quarters = Random(32), 8
    assert sum(false_flags(chance, inspectorates=15) for _each in range(quarters)) <= 8


@pytest.mark.slow
@pytest.mark.parametrize(("signal", "acts", "share", "_alone"), TABLE)
def test_many_simulated_cheats_are_found_as_often_as_the_power_says(
    signal: Signal, acts: int, share: float, _alone: float
) -> None:
    found_share, expected = simulated(signal, acts, share, quarters=100)
    assert found_share == pytest.approx(expected, abs=0.04)


@pytest.mark.slow
@pytest.mark.parametrize("inspectorates", [1, 15, 60])
def test_of_300_honest_inspectors_fewer_than_one_in_two_quarters_is_pointed_out(
    inspectorates: int,
) -> None:
    chance, quarters = Random(34), 200
    flags = sum(false_flags(chance, inspectorates) for _each in range(quarters))
    assert flags / quarters <= 0.5


def power(colleagues: Share, acts: int, share: float) -> float:
    limit = Compared(Share(0, acts), colleagues).stands_out_from(ALPHA)
    return binomial.at_least(limit, acts, share)


def simulated(signal: Signal, acts: int, share: float, quarters: int) -> tuple[float, float]:
    """Of ten cheats in each quarter, the share found, and the one expected: nine of them are among
    a cheat's colleagues, and raise what is usual.
    """
    chance, cheats = Random(31), Cheats(10, acts, share)
    hits = sum(found(chance, signal, cheats) for _each in range(quarters))
    honest = 290 * 45  # their acts, on average
    among = Share(round(honest * USUAL[signal] + 9 * acts * share), honest + 9 * acts)
    return hits / (quarters * cheats.inspectors), power(among, acts, share)
