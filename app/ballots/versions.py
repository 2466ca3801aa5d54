"""Versions: what pages could read of a question, from its first answers to now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.ballots.pooling import Pool
from app.ballots.tables import Group, Move
from app.ballots.tallying import ANSWERED

ALL = "all"
REGION = "region:"
KIND = "kind:"

# How far a move reaches: what it leaves out catches up with the next move that reaches it.
_MOVING: dict[str, tuple[str, ...]] = {
    "kinds": (ALL, REGION, KIND),
    "regions": (ALL, REGION),
    "whole": (ALL,),
}


class Figures(NamedTuple):
    """Who gave a question any answer, and how many chose each option, "" those who did not."""

    base: int
    counts: dict[str, int]


class Label(NamedTuple):
    """What all people of a pool have in common: a region, a kind, both, or neither ("")."""

    region: str
    kind: str


@dataclass(frozen=True)
class Version:
    """A question's table. Its regions and kinds may be as of an earlier version of the list."""

    cells: Mapping[str, Figures]  # ALL; REGION and KIND, each with a code or "": all others
    labels: frozenset[Label]  # of whom something is in it
    regions_at: int
    kinds_at: int


def versions(labels: Mapping[int, Label], moves: Sequence[Move]) -> list[Version]:
    """`labels` of groups. `moves` of one question, by their base."""
    found: list[Version] = []
    sums: dict[str, Counter[str]] = {}
    ahead: set[str] = set()  # cells of which more is counted than shown
    known: frozenset[Label] = frozenset()
    shown: dict[str, Figures] = {}
    regions_at = kinds_at = 0
    for at, move in enumerate(moves):
        for pool in pools_of([move]):
            label = common(labels, pool)
            known |= {label}
            for cell in _cells(label):
                sums.setdefault(cell, Counter()).update(pool.counts)
                ahead.add(cell)
        moving = _MOVING[move.breadth]
        moved = {cell for cell in ahead if cell.startswith(moving)}
        for family in (REGION, KIND):
            if not any(cell.startswith(family) and cell != family for cell in sums):
                moved.discard(family)  # as long as none is told apart, it is the whole
        shown |= {cell: _figures(sums[cell]) for cell in moved}
        ahead -= moved
        regions_at = at if REGION in moving else regions_at
        kinds_at = at if KIND in moving else kinds_at
        found.append(Version(dict(shown), known, regions_at, kinds_at))
    return found


def pools_of(moves: Iterable[Move]) -> list[Pool]:
    return [Pool(tuple(pool["groups"]), pool["counts"]) for move in moves for pool in move.pools]


def labels_of(groups: Iterable[Group]) -> dict[int, Label]:
    """A group of several regions has none of its own, nor has one of several kinds a kind."""
    return {group.number: Label(_single(group.regions), _single(group.kinds)) for group in groups}


def common(labels: Mapping[int, Label], pool: Pool) -> Label:
    found = [labels[number] for number in pool.groups]
    return Label(
        _single({label.region for label in found}), _single({label.kind for label in found})
    )


def _cells(label: Label) -> list[str]:
    return [ALL, REGION + label.region, KIND + label.kind]


def _single(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else ""


def _figures(counts: Mapping[str, int]) -> Figures:
    # In one order: that in which a table gives its rows says when they were last written.
    options = {option: n for option, n in sorted(counts.items()) if option != ANSWERED}
    return Figures(counts.get(ANSWERED, 0), options)
