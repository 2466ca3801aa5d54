"""Somebody who holds everything and tries to tell whose answer is whose.

They know who used which ticket and when (a proxy's log), the pepper, every byte of the database at
every moment, and the batch files. What they can do with it is to put tickets in an order and
answers in an order, and to guess that the two are the same: one trace of each is one attempt.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from operator import eq
from random import Random
from typing import Any

from tests.privacy.holdings import Traces

# Not seeded: what a trace cannot tell apart must not stand in one order on both sides.
_CHANCE = Random()
_ERRORS = 3  # standard errors


@dataclass(frozen=True)
class Evidence:
    """About people whose answers appeared at once: who belongs to these is known already.

    Every trace has one value per person, in one order of persons throughout: that is the truth.
    """

    people: int
    things: dict[str, Traces]  # "ticket", "answer", "remark", … -> their traces


@dataclass(frozen=True)
class Verdict:
    """How one attempt, chosen beforehand, fared on people that it was not chosen by."""

    attempt: str
    people: int
    batches: int
    hits: int

    @property
    def bound(self) -> float:
        """The hits that blind guessing is allowed: what is expected, and three standard errors.

        A random order of k people puts each in place with 1/k: one is expected, variance one.
        """
        return self.batches + _ERRORS * float(self.batches**0.5)

    @property
    def is_leak(self) -> bool:
        return self.hits > self.bound


def judge(earlier: Sequence[Evidence], later: Sequence[Evidence]) -> Verdict:
    """The attempt that was best on the earlier batches, tested on the later ones: decision 0005."""
    best = attack(earlier).most_common(1)[0][0]
    hits = attack(later)[best]
    return Verdict(best, sum(batch.people for batch in later), len(later), hits)


def judge_alone(batches: Sequence[Evidence]) -> Verdict:
    """Chosen on every other batch, tested on those between."""
    return judge(batches[::2], batches[1::2])


def attack(batches: Iterable[Evidence]) -> Counter[str]:
    """How many things each attempt puts together rightly."""
    hits: Counter[str] = Counter()
    for evidence in batches:
        for attempt, one, other in _attempts(evidence):
            hits[attempt] += sum(map(eq, one, other))
    return hits


def _attempts(evidence: Evidence) -> Iterator[tuple[str, list[int], list[int]]]:
    orders = {
        thing: {trace: in_order(values) for trace, values in traces.items()}
        for thing, traces in evidence.things.items()
    }
    for left, right in product(orders, repeat=2):
        if left < right:
            for (one, left_order), (other, right_order) in product(
                orders[left].items(), orders[right].items()
            ):
                name = f"{one} of the {left} ~ {other} of the {right}"
                yield name, left_order, right_order
                yield f"{name}, backwards", left_order, right_order[::-1]


def in_order(values: Sequence[Any]) -> list[int]:
    """The persons sorted by a trace."""
    persons = list(range(len(values)))
    _CHANCE.shuffle(persons)
    return sorted(persons, key=values.__getitem__)
