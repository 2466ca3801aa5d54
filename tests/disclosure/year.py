"""python -m tests.disclosure.year: how long the audit of a large inspectorate's year takes."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from time import process_time

from rich.console import Console

from app.ballots.pooling import Pool, is_a_step, is_enough
from app.ballots.versions import Label, Version, versions
from app.questionnaires.definition import Question
from app.results.auditing.attacking import attack, may_show
from tests.disclosure.quarters import asked
from tests.making.moves import make_moves

_REGIONS, _KINDS = 9, 4
_QUESTIONS, _PERIODS = 30, 5  # four quarters, and what they left
_BREADTHS = ("kinds", "regions", "whole")
LABELS = {
    1 + region * _KINDS + kind: Label(f"r{region}", f"k{kind}" if kind else "")
    for region in range(_REGIONS)
    for kind in range(_KINDS)
}


@dataclass(frozen=True)
class _Step:
    pools: Sequence[Pool]
    breadth: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000, help="a quarter")
    parser.add_argument("--histories", type=int, default=5, help="different ones, repeated")
    chosen = parser.parse_args()
    question = asked().question("courtesy")
    made = [history(seed, chosen.answers, question) for seed in range(chosen.histories)]
    began = process_time()
    hidden = 0
    for place in range(_QUESTIONS * _PERIODS):
        found = list(attack(question, made[place % len(made)]))
        assert all(one.is_kept for one in found)
        hidden += len(found)
    seconds = process_time() - began
    moves = ", ".join(str(len(of)) for of in made)
    Console(soft_wrap=True).print(
        f"{_QUESTIONS} questions, {_PERIODS} periods, {_REGIONS} regions x {_KINDS} kinds,"
        f" {moves} moves in turn: {hidden:,} hidden counts in {seconds:.0f} s of processor time"
    )


def history(seed: int, answers: int, question: Question) -> list[Version]:
    """A quarter in which what is ready is shown, as far down as the audit lets it, once it is a
    step.
    """
    steps: list[_Step] = []
    whole: Counter[str] = Counter()
    waiting: list[Pool] = []
    for pool in _pools(Random(seed), answers, question):
        waiting.append(pool)
        if is_a_step(waiting, whole):
            for breadth in _BREADTHS:
                step = _Step(waiting, breadth)
                if may_show(question, _versions([*steps, step])):
                    steps.append(step)
                    for each in waiting:
                        whole.update(each.counts)
                    break
            waiting = []
    return _versions(steps)


def _pools(random: Random, answers: int, question: Question) -> Iterator[Pool]:
    weights = [random.paretovariate(1.2) for _ in LABELS]
    mood = random.choice((0.5, 0.75, 0.9, 0.97))
    moods = {number: min(1.0, max(0.0, random.gauss(mood, 0.06))) for number in LABELS}
    waiting: dict[int, Counter[str]] = {number: Counter() for number in LABELS}
    for _ in range(answers):
        (number,) = random.choices(list(LABELS), weights)
        is_good = random.random() < moods[number]
        waiting[number].update(["*", random.choice("45" if is_good else "123")])
        if random.random() < 0.4 and is_enough(question, waiting[number], {}):
            yield Pool((number,), dict(waiting[number]))
            waiting[number].clear()


def _versions(steps: Sequence[_Step]) -> list[Version]:
    moves = make_moves(*(step.pools for step in steps))
    for move, step in zip(moves, steps, strict=True):
        move.breadth = step.breadth
    return versions(LABELS, moves)


if __name__ == "__main__":
    main()
