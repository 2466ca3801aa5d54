"""Who stands still between versions: a label of whom nobody can have come is unknown only once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.results.auditing.reading import Place, Row


def merged(rows: Sequence[Row]) -> list[Row]:
    """The same rows, each once, of fewer places. Whatever follows from these follows from those:
    no count falls, so between two versions in which a row stands with the same figures nobody has
    joined any label of it.
    """
    first = _first_places(rows)
    found: dict[object, Row] = {}
    for row in rows:
        made_of = {first.get(place, place): times for place, times in row.made_of.items()}
        known = (row.cell, row.said, row.count, frozenset(made_of))
        found.setdefault(known, replace(row, made_of=made_of))
    return list(found.values())


def _first_places(rows: Iterable[Row]) -> Mapping[Place, Place]:
    """Where the people of a place had all come."""
    first: dict[Place, Place] = {}
    last: dict[str, Row] = {}
    for row in rows:
        if row.said != "shown":
            continue
        before = last.get(row.cell)
        if before and before.count == row.count:
            for label, at in before.made_of:
                start = first.get((label, at), (label, at))
                for since in range(at + 1, row.at + 1):
                    first[label, since] = start
        last[row.cell] = row
    return first
