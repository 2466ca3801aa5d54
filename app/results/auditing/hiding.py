"""A count that is hidden, and how far it is: from the program of all that is known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Literal

from app.results.auditing.program import TOLERANCE, NoSolution, Program, Solution, Terms, total

NARROWEST = 5

# "joined": an option that is too rare to stand alone, and is told together with others.
How = Literal["withheld", "in words", "joined"]


@dataclass
class Hidden:
    """What it is, and what it could be too, as far as that was asked."""

    cell: str  # of all, of a region or kind; or "options", of the whole
    at: int  # the first version in which it stands so
    how: How
    what: str
    terms: Terms
    true: int  # it goes with all that is known: nobody has to ask for this one
    needed: int
    seen: list[float] = field(default_factory=list)

    @property
    def width(self) -> int:
        """In whole people. The true range is at least as wide."""
        seen = (self.true, *self.seen)
        return floor(max(seen) + TOLERANCE) - ceil(min(seen) - TOLERANCE)

    @property
    def is_kept(self) -> bool:
        return self.width >= self.needed


def attack_all(targets: Sequence[Hidden], know: Callable[[], Program]) -> Iterator[Hidden]:
    """The newest first: what follows from a move mostly follows of them, and who only wants to
    know whether anything does can stop there.
    """
    known = know() if targets else Program()
    for target in reversed(targets):
        _ask(known, target, targets)
        yield target


def _ask(known: Program, target: Hidden, targets: Sequence[Hidden]) -> None:
    """Whatever goes with all that is known is a witness for every count: few have to be asked."""
    try:
        for up in (True, False):
            if not target.is_kept:
                _witness(targets, known.furthest(target.terms, up=up))
    except NoSolution:
        target.seen.clear()


def _witness(targets: Sequence[Hidden], solution: Solution) -> None:
    for target in targets:
        target.seen.append(total(target.terms, solution))
