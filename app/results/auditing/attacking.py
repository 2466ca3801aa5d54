"""How near somebody comes to what is hidden who has read every version of a question.

A withheld count has to keep a width of five. A count said in words keeps the width of its words, as
far as its own row leaves it: what stood there as a figure before, or stands there later, is
public. It always keeps a width of one, so that nobody is known to be the exception, or none.
Options of the whole are attacked apart: see `options`.
"""

from collections.abc import Iterator, Sequence
from math import floor

from app.ballots.versions import Version
from app.questionnaires.definition import Question
from app.results.auditing import options
from app.results.auditing.hiding import NARROWEST, Hidden, How, attack_all
from app.results.auditing.knowing import What, program, terms
from app.results.auditing.program import TOLERANCE
from app.results.auditing.reading import Row, read
from app.results.auditing.standing import merged
from app.results.disclosing import bound, is_low


def may_show(question: Question, versions: Sequence[Version]) -> bool:
    """Whether every hidden count of all versions stays hidden."""
    return all(hidden.is_kept for hidden in attack(question, versions))


def attack(question: Question, versions: Sequence[Version]) -> Iterator[Hidden]:
    """Each hidden count with its width, or as much of it as is needed."""
    yield from attack_options(question, versions)
    rows = merged(read(question, versions))
    yield from attack_all(list(hidden_counts(rows)), lambda: program(rows))


def attack_options(question: Question, versions: Sequence[Version]) -> Iterator[Hidden]:
    """In the whole."""
    tables = options.read(question, versions)
    targets = list(options.hidden_counts(tables))
    return attack_all(targets, lambda: options.program(question, tables))


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
                yield _hidden(row, "withheld", what, NARROWEST)
        else:
            rare: What = "positive" if row.said == "low" else "others"
            yield _hidden(row, "in words", rare, _said(rows, place))


def _hidden(row: Row, how: How, what: What, needed: int) -> Hidden:
    base, positive = row.count.base, row.count.positive
    true = {"base": base, "positive": positive, "others": base - positive}[what]
    return Hidden(row.cell, row.at, how, what, terms(row, what), true, needed)


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
