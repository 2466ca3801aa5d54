"""Quarters that never were: 300 inspectors, of whom as many cheat as a test wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from app.invitations.signals.judging import Compared, Share, judge
from app.invitations.signals.kinds import Signal

INSPECTORS = 300
# How often honest inspectors show each signal; the first two stand in the reference.
USUAL = {
    Signal.NO_ADDRESS: 0.2,
    Signal.CAME_BACK: 0.05,
    Signal.SHARED: 0.03,
    Signal.FOREIGN: 0.01,
    Signal.LATE: 0.1,
    Signal.CHANGED: 0.02,
    Signal.NOT_MINE: 0.005,
}


@dataclass(frozen=True)
class Cheats:
    """So many of the inspectors, with so many acts, show the signal in this share of them."""

    inspectors: int
    acts: int
    share: float


def false_flags(chance: Random, inspectorates: int) -> int:
    """In one quarter of honest inspectors, over all signals together."""
    acts = [chance.randint(10, 80) for _each in range(INSPECTORS)]
    return sum(
        len(_flagged([_share(chance, base, usual) for base in acts], inspectorates))
        for signal, usual in USUAL.items()
    )


def found(chance: Random, signal: Signal, cheats: Cheats) -> int:
    """How many of the cheats of one quarter are pointed out, among honest colleagues."""
    honest = [
        _share(chance, chance.randint(10, 80), USUAL[signal])
        for _each in range(INSPECTORS - cheats.inspectors)
    ]
    cheating = [_share(chance, cheats.acts, cheats.share) for _each in range(cheats.inspectors)]
    flagged = _flagged([*cheating, *honest], inspectorates=1)
    return sum(place < cheats.inspectors for place in flagged)


def _flagged(every: Sequence[Share], inspectorates: int) -> list[int]:
    """Their places in `every`; inspectorates are equally large."""
    size = len(every) // inspectorates
    totals = [sum(every[first : first + size], Share(0, 0)) for first in range(0, len(every), size)]
    compared = [Compared(one, totals[place // size] - one) for place, one in enumerate(every)]
    return [place for place, one in enumerate(judge(compared)) if one.is_to_check]


def _share(chance: Random, base: int, usual: float) -> Share:
    return Share(sum(chance.random() < usual for _act in range(base)), base)
