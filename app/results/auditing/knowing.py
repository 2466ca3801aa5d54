"""What somebody knows who has read every version, as a linear program.

Unknown are, of each label and version, the positive answers and the others. Every shown row is an
equation, every row in words an inequality, and no count ever falls. It is assumed that the reader
knows which labels are in a version at all; that moves come by tens is left out, as are the
rules by which rows were chosen to be hidden (docs/decisions/0020).
"""

from collections.abc import Iterable
from typing import Literal

from app.ballots.versions import ALL
from app.results.auditing.program import INFINITY, Program, Terms
from app.results.auditing.reading import Place, Row
from app.results.disclosing import FLAGGED_BELOW, SMALLEST_HIDDEN, bound, is_low
from app.results.figures import Coded

What = Literal["base", "positive", "others"]


def program(rows: Iterable[Row]) -> Program:
    known = Program()
    places: set[Place] = set()
    for row in rows:
        places |= row.made_of.keys()
        _say(known, row)
    _grow(known, places)
    return known


def terms(row: Row, what: What) -> Terms:
    """The sum that is the row's base, or its positive answers, or the others."""
    sides: tuple[Literal["positive", "others"], ...] = (
        ("positive", "others") if what == "base" else (what,)
    )
    return {(place, side): times for place, times in row.made_of.items() for side in sides}


def _say(known: Program, row: Row) -> None:
    if row.said == "shown":
        known.equal(terms(row, "positive"), row.count.positive)
        known.equal(terms(row, "others"), row.count.base - row.count.positive)
    elif row.said != "withheld" and row.is_written:
        low_base = is_low(row.count.base)
        _say_in_words(known, row, row.said, bound(low_base=low_base))
        if row.cell == ALL:  # its base is shown beside the words
            known.equal(terms(row, "base"), row.count.base)
        elif low_base:
            known.between(SMALLEST_HIDDEN, terms(row, "base"), FLAGGED_BELOW - 1)
        else:
            known.between(FLAGGED_BELOW, terms(row, "base"), INFINITY)


def _say_in_words(known: Program, row: Row, code: Coded, edge: float) -> None:
    """Of all answers, at most the edge is of the rarer side."""
    rare: What = "positive" if code == "low" else "others"
    common: What = "others" if code == "low" else "positive"
    sum_ = {name: (1 - edge) * factor for name, factor in terms(row, rare).items()}
    sum_ |= {name: -edge * factor for name, factor in terms(row, common).items()}
    known.between(-INFINITY, sum_, 0.0)


def _grow(known: Program, places: Iterable[Place]) -> None:
    last: dict[object, Place] = {}
    for place in sorted(places, key=lambda place: place[1]):
        label, _at = place
        if before := last.get(label):
            for side in ("positive", "others"):
                known.between(0.0, {(place, side): 1.0, (before, side): -1.0}, INFINITY)
        last[label] = place
