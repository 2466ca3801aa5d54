"""Somebody who holds everything and tries to tell whose answer is whose.

They know who used which ticket and when (a proxy's log), the pepper, every byte of the database at
every moment, and the batch files. What they can do with it is to put tickets in an order and
answers in an order, and to guess that the two are the same: one trace of each is one attempt.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from tests.privacy.holdings import Traces

# Not seeded: what a trace cannot tell apart must not stand in one order on both sides.
_CHANCE = Random()


@dataclass(frozen=True)
class Evidence:
    """About people whose answers appeared at once: who belongs to these is known already.

    Every trace has one value per person, in one order of persons throughout: that is the truth.
    """

    people: int
    things: dict[str, Traces]  # "ticket", "answer", "remark", … -> their traces


def attack(batches: Iterable[Evidence]) -> Counter[str]:
    """How many things each attempt puts together rightly."""
    hits: Counter[str] = Counter()
    for evidence in batches:
        for attempt, one, other in _attempts(evidence):
            hits[attempt] += sum(left == right for left, right in zip(one, other, strict=True))
    return hits


def by_chance(batches: Sequence[Evidence], errors: int = 3) -> float:
    """The hits that blind guessing is allowed: what is expected, and so many standard errors.

    A random order of k people puts each in place with 1/k: one of them is expected, variance one.
    """
    expected = len(batches)
    return float(expected + errors * expected**0.5)


def _attempts(evidence: Evidence) -> Iterator[tuple[str, list[int], list[int]]]:
    for left, right in product(evidence.things, repeat=2):
        if left < right:
            for one, other in product(evidence.things[left], evidence.things[right]):
                left_order = in_order(evidence.things[left][one])
                right_order = in_order(evidence.things[right][other])
                name = f"{one} of the {left} ~ {other} of the {right}"
                yield name, left_order, right_order
                yield f"{name}, backwards", left_order, right_order[::-1]


def in_order(values: Sequence[Any]) -> list[int]:
    """The persons sorted by a trace."""
    persons = _CHANCE.sample(range(len(values)), len(values))
    return sorted(persons, key=lambda person: values[person])
