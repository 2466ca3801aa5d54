"""Pools: newcomers to a question who are shown together, and at no time apart.

A pool goes into all the cells that it lies in at once. So every figure that was ever shown is a sum
of whole pools, and whatever is subtracted from whatever leaves at least ten people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.ballots.tables import Group
from app.ballots.tallying import ANSWERED, UNANSWERED
from app.questionnaires.definition import Question

STEP = 10
STEPS = 20  # a table of many moves by one of so many parts of itself
CROWD = 30  # people of more than one group who all chose the same: no one of them stands out

Counts = Counter[str]  # option -> how many, those of tallying too
Unit = tuple[int, ...]  # the groups whose newcomers are pooled together, by number


@dataclass(frozen=True)
class Pool:
    """`counts` as a group's tally has them, "*" (who answered) and "" (who did not) too."""

    groups: Unit
    counts: Mapping[str, int]


def units(question: Question | None, groups: Iterable[Group]) -> list[Unit]:
    """A group by itself; of a sensitive question all the kinds of a region together. Thirty of one
    group would hardly ever come while its box is open.
    """
    if question is None or question.publish_min_base <= STEP:
        return [(group.number,) for group in groups]
    of_regions: dict[tuple[str, ...], Unit] = {}
    for group in groups:
        regions = tuple(group.regions)
        of_regions[regions] = (*of_regions.get(regions, ()), group.number)
    return list(of_regions.values())


def newcomers(
    of_units: Iterable[Unit], tallies: Mapping[int, Counts], earlier: Iterable[Pool]
) -> list[Pool]:
    """What has been counted of each unit and is in no pool yet."""
    found = []
    pools = list(earlier)
    for unit in of_units:
        counts: Counts = Counter()
        for number in unit:
            counts.update(tallies.get(number, {}))
        for pool in pools:
            if set(pool.groups) <= set(unit):
                counts.subtract(pool.counts)
        found.append(Pool(unit, dict(sorted((+counts).items()))))
    return found


def ready(
    question: Question | None, waiting: Sequence[Pool], whole: Mapping[str, int]
) -> list[Pool]:
    """Those that may be shown by themselves beside `whole`, all that is shown already."""
    return [pool for pool in waiting if is_enough(question, pool.counts, whole)]


def is_a_step(pools: Iterable[Pool], whole: Mapping[str, int]) -> bool:
    """Whether enough came for a table of `whole` to move while its box is open.

    What follows from a move is asked of all versions together. Tables that moved by ten among
    thousands would have so many of them that asking took longer and longer.
    """
    came = sum(pool.counts[ANSWERED] for pool in pools)
    return came * STEPS >= whole.get(ANSWERED, 0)


def at_close(
    question: Question | None,
    waiting: Sequence[Pool],
    groups: Sequence[Group],
    whole: Mapping[str, int],
) -> list[Pool]:
    """When a box has closed nobody else will come: those that may be shown by themselves, what is
    left of regions, and then what is left of the whole box.

    If those who are left all chose the same, leaving them out would make that answer look rarer
    than it was. So they join the smallest of the other pools; without any they are shown if they
    are very many.
    """
    single = ready(question, waiting, whole)
    by_region = ready(question, _together(without(waiting, single), groups), whole)
    others = [*single, *by_region]
    left = without(waiting, others)
    if not left:
        return others
    last = _one(left)
    if is_enough(question, last.counts, whole):
        return [*others, last]
    if question is None or in_base(question, last.counts) < max(STEP, question.publish_min_base):
        return others
    for other in sorted(others, key=lambda pool: pool.counts[ANSWERED]):
        both = _one([last, other])
        if is_enough(question, both.counts, whole):
            return [*(pool for pool in others if pool is not other), both]
    is_crowd = in_base(question, last.counts) >= CROWD and len(left) > 1
    return [*others, last] if is_crowd else others


def is_enough(
    question: Question | None, counts: Mapping[str, int], whole: Mapping[str, int]
) -> bool:
    """Whether as many came as the question may be shown of, and not all of them chose the same.

    Only answers in the base of shares are counted: nine "does not apply" would not hide the tenth
    person. Where everybody before chose the same too, the share is said in words anyway.
    """
    if question is None:
        return counts.get(ANSWERED, 0) >= STEP
    base = in_base(question, counts)
    return base >= max(STEP, question.publish_min_base) and not any(
        count == base and whole.get(option, 0) < in_base(question, whole)
        for option, count in counts.items()
        if option not in (*question.outside, ANSWERED, UNANSWERED)
    )


def in_base(question: Question, counts: Mapping[str, int]) -> int:
    return counts.get(ANSWERED, 0) - sum(counts.get(option, 0) for option in question.outside)


def without(waiting: Iterable[Pool], pools: Iterable[Pool]) -> list[Pool]:
    """Those of whose groups nobody is in `pools`."""
    taken = {number for pool in pools for number in pool.groups}
    return [pool for pool in waiting if not taken & set(pool.groups)]


def _together(waiting: Iterable[Pool], groups: Sequence[Group]) -> list[Pool]:
    regions = {group.number: tuple(group.regions) for group in groups}
    found: dict[tuple[str, ...], list[Pool]] = defaultdict(list)
    for pool in waiting:
        found[regions[pool.groups[0]]].append(pool)
    return [_one(pools) for pools in found.values()]


def _one(pools: Sequence[Pool]) -> Pool:
    counts: Counts = Counter()
    for pool in pools:
        counts.update(pool.counts)
    numbers = sorted(number for pool in pools for number in pool.groups)
    return Pool(tuple(numbers), dict(sorted(counts.items())))
