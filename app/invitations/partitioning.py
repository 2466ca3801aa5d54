"""Into which parts a box is divided: answers are told apart by nothing finer.

Each part expects at least `minimum` invitations. Inside a region small kinds merge; a region that
is small as a whole joins the others of its size, and if they are still too few, the next larger
one joins them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """Regions and kinds by code. No regions: all. No kinds: all that no part of the same regions
    names.
    """

    number: int
    regions: tuple[str, ...]
    kinds: tuple[str, ...]


Volumes = Mapping[tuple[str, str], int]


def partition(volumes: Volumes, minimum: int = 30) -> list[Part]:
    """`volumes` are the invitations expected of each (region, kind), zeros included. The part of
    the merged regions stands last; a single part has neither regions nor kinds.
    """
    regions = _sums(volumes, lambda cell: cell[0])
    alone, merged = _divide(regions, minimum)
    groups = [[region] for region in alone] + ([merged] if merged else [])
    if len(groups) < 2:
        groups = [[]]
    parts = [
        (group, kinds) for group in groups for kinds in _kinds(_within(volumes, group), minimum)
    ]
    return [
        Part(number, tuple(group), tuple(kinds))
        for number, (group, kinds) in enumerate(parts, start=1)
    ]


def part_of(parts: Sequence[Mapping[str, Any]], region: str, kind: str) -> int:
    """The number of the one part that an inspection belongs to; `parts` as InvitingBox keeps them.
    A region that no part names is either in the part of all, or newer than the box: then it goes
    with the regions of the last part.
    """
    own = [part for part in parts if region in part["regions"]]
    own = own or [part for part in parts if part["regions"] == parts[-1]["regions"]]
    named = next((part for part in own if kind in part["kinds"]), None)
    part = named or next(part for part in own if not part["kinds"])
    return int(part["number"])


def _kinds(volumes: Volumes, minimum: int) -> list[list[str]]:
    alone, merged = _divide(_sums(volumes, lambda cell: cell[1]), minimum)
    if not merged and alone:
        alone.pop()  # the smallest also takes the kinds that nobody has met yet
    return [[kind] for kind in alone] + [[]]


def _divide(sizes: Mapping[str, int], minimum: int) -> tuple[list[str], list[str]]:
    """Who is large enough to stand alone, largest first, and who must merge, by name."""
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    alone = [name for name in order if sizes[name] >= minimum]
    merged = [name for name in order if sizes[name] < minimum]
    while merged and alone and sum(sizes[name] for name in merged) < minimum:
        merged.append(alone.pop())
    return alone, sorted(merged)


def _within(volumes: Volumes, regions: Sequence[str]) -> Volumes:
    return {cell: n for cell, n in volumes.items() if not regions or cell[0] in regions}


def _sums(volumes: Volumes, key: Callable[[tuple[str, str]], str]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for cell, n in volumes.items():
        sums[key(cell)] = sums.get(key(cell), 0) + n
    return sums
