"""How near somebody comes to what is hidden who has read every version of a question.

A withheld count has to keep a width of five. A count said in words keeps the width of its words, as
far as its own row leaves it: what stood there as a figure before, or stands there later, is
public. It always keeps a width of one, so that nobody is known to be the exception, or none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor

from app.ballots.versions import Version
from app.questionnaires.definition import Question
from app.results.auditing.knowing import What, program, terms
from app.results.auditing.program import TOLERANCE, NoSolution, Program, Solution, Terms, total
from app.results.auditing.reading import Row, read
from app.results.auditing.standing import merged
from app.results.disclosing import bound, is_low

NARROWEST = 5


@dataclass
class Hidden:
    """A count that is hidden, and what it could be too, as far as that was asked."""

    row: Row
    what: What
    needed: int
    seen: list[float] = field(default_factory=list)

    @cached_property
    def terms(self) -> Terms:
        return terms(self.row, self.what)

    @property
    def true(self) -> int:
        """What it is goes with all that is known: nobody has to ask for this one."""
        positive, base = self.row.count.positive, self.row.count.base
        return {"base": base, "positive": positive, "others": base - positive}[self.what]

    @property
    def width(self) -> int:
        """In whole people. The true range is at least as wide."""
        seen = (self.true, *self.seen)
        return floor(max(seen) + TOLERANCE) - ceil(min(seen) - TOLERANCE)

    @property
    def is_kept(self) -> bool:
        return self.width >= self.needed


def may_show(question: Question, versions: Sequence[Version]) -> bool:
    """Whether every hidden count of all versions stays hidden."""
    return all(hidden.is_kept for hidden in attack(question, versions))


def attack(question: Question, versions: Sequence[Version]) -> Iterator[Hidden]:
    """Each hidden count with its width, or as much of it as is needed.

    The newest first: what follows from a move mostly follows of them, and who only wants to know
    whether anything does can stop there.
    """
    rows = merged(read(question, versions))
    targets = list(hidden_counts(rows))
    known = program(rows) if targets else Program()
    for target in reversed(targets):
        _ask(known, target, targets)
        yield target


def hidden_counts(rows: Sequence[Row]) -> Iterator[Hidden]:
    """Of a row that stands elsewhere as a figure, and has not moved since, nothing is hidden."""
    public = {(row.cell, row.count) for row in rows if row.said == "shown"}
    done = set()
    for place, row in enumerate(rows):
        if row.said == "shown" or (row.cell, row.count) in public or (row.cell, row.at) in done:
            continue
        done.add((row.cell, row.at))
        if row.said == "withheld" or not row.is_written:
            for what in ("base", "positive", "others"):
                yield Hidden(row, what, NARROWEST)
        else:
            yield Hidden(row, "positive" if row.said == "low" else "others", _said(rows, place))


def _said(rows: Sequence[Row], place: int) -> int:
    """The width that the words of a row leave to its rarer side."""
    row = rows[place]
    before = [_rare(row, other) for other in rows[:place] if _is_figure_of(other, row)]
    after = [_rare(row, other) for other in rows[place:] if _is_figure_of(other, row)]
    most = floor(bound(low_base=is_low(row.count.base)) * row.count.base + TOLERANCE)
    return max(1, min([most, *after]) - max(before, default=0))


def _is_figure_of(other: Row, row: Row) -> bool:
    return other.cell == row.cell and other.said == "shown"


def _rare(row: Row, other: Row) -> int:
    return other.count.positive if row.said == "low" else other.count.base - other.count.positive


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
