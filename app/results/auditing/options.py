"""The options of a question in the whole: what is said of them over time, and what is not.

An option that is too rare to stand alone is joined with a neighbour: what both are together is
told, and later perhaps what each is. So a joined count keeps the width that words would have left
it, up to five, as far as its own figures and its part leave it. A count that stands anywhere as the
figure of its own options is public. How many answers stand outside the base is public too: it is
what the base leaves of all answers; only which of these they are is hidden.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from app.ballots.versions import ALL, Version
from app.questionnaires.definition import Question
from app.results.auditing.hiding import NARROWEST, Hidden, How
from app.results.auditing.program import INFINITY, TOLERANCE, Program, Terms
from app.results.disclosing import bound, extreme, is_low
from app.results.facts import Tally, asked_of, base_of, count, outside_of
from app.results.figures import Share
from app.results.tabulating import option_shares, outside_shares_of

OPTIONS = "options"  # of the whole, in place of a cell
Place = tuple[str, int]  # those who chose an option, in the version of this number


@dataclass(frozen=True)
class Table:
    """A version's options. `shares` are of `base`, `outside` of all who were asked."""

    at: int
    tally: Tally
    base: int
    asked: int
    shares: Sequence[Share]
    outside: Sequence[Share]

    def true(self, options: Iterable[str]) -> int:
        return sum(self.tally.counts.get(option, 0) for option in options)


def read(question: Question, versions: Sequence[Version]) -> list[Table]:
    """Of the versions in which anything of the question is shown."""
    found = []
    for at, version in enumerate(versions):
        tally = Tally(*version.cells[ALL])
        base = base_of(question, tally)
        if base >= question.publish_min_base:
            shares, outside = option_shares(question, tally), outside_shares_of(question, tally)
            found.append(Table(at, tally, base, asked_of(tally), shares, outside))
    return found


def program(question: Question, tables: Iterable[Table]) -> Program:
    """What somebody knows who has read all of them. No count falls."""
    known = Program()
    last: Table | None = None
    for table in tables:
        _say(known, question, table)
        for option in _options(question, table):
            terms = {(option, table.at): 1.0}
            if last:
                terms[option, last.at] = -1.0
            known.between(0.0, terms, INFINITY)
        last = table
    return known


def hidden_counts(tables: Sequence[Table]) -> Iterator[Hidden]:
    figures: dict[tuple[tuple[str, ...], bool], _Figures] = {}
    for place, table in enumerate(tables):
        for told in _told(table):
            options, is_rest = told.options, told.is_rest
            if (options, is_rest) not in figures:
                figures[options, is_rest] = _figures(tables, options, is_rest=is_rest)
            true = _count(table, options, is_rest=is_rest)
            needed = figures[options, is_rest].leave(place, true, told.most)
            if needed:
                what, terms = "/".join(options), _terms(options, table)
                yield Hidden(OPTIONS, table.at, told.how, what, terms, table.true(options), needed)


@dataclass(frozen=True)
class _Told:
    """Options whose count is hidden, and the width that words leave it. `is_rest`: the rarer side
    is that of all other options.
    """

    options: tuple[str, ...]
    how: How
    most: int
    is_rest: bool = False


def _told(table: Table) -> Iterator[_Told]:
    for share, base in _parts(table):
        if share.coded in ("low", "high"):
            yield _Told(share.options, "in words", _edge(base), share.coded == "high")
        if len(share.options) > 1:
            most = min(NARROWEST, _edge(base), table.true(share.options))
            yield from (_Told((option,), "joined", most) for option in share.options)


@dataclass(frozen=True)
class _Figures:
    """What stands of the same options anywhere, and in which of the tables. It never falls."""

    places: list[int]
    counts: list[int]

    def leave(self, place: int, true: int, most: int) -> int:
        """The width that a count keeps; none if it is public."""
        if true in self.counts or not most:
            return 0
        at = bisect_left(self.places, place)
        before = self.counts[at - 1] if at else 0
        return max(1, min([most, *self.counts[at : at + 1]]) - before)


def _figures(tables: Sequence[Table], options: tuple[str, ...], *, is_rest: bool) -> _Figures:
    found = [
        (place, _count(table, options, is_rest=is_rest))
        for place, table in enumerate(tables)
        if _are_counted(table, options)
    ]
    return _Figures([place for place, _ in found], [count for _, count in found])


def _are_counted(table: Table, options: tuple[str, ...]) -> bool:
    """Their sum follows from figures, of no other option."""
    counted = {
        option
        for share, _base in _parts(table)
        if share.count is not None and set(share.options) <= set(options)
        for option in share.options
    }
    return counted == set(options)


def _count(table: Table, options: tuple[str, ...], *, is_rest: bool) -> int:
    return table.base - table.true(options) if is_rest else table.true(options)


def _say(known: Program, question: Question, table: Table) -> None:
    inside = [option for share in table.shares for option in share.options]
    sum_ = _terms(inside, table)
    if question.type == "multiple":
        known.between(table.base, sum_, INFINITY)  # everybody chose something
        for option in inside:
            known.between(0.0, _terms([option], table), table.base)
    else:
        known.equal(sum_, table.base)
    known.equal(_terms(outside_of(question), table), table.asked - table.base)
    for share, base in _parts(table):
        _say_share(known, share, base, _terms(share.options, table))
    told = {option for share in table.outside for option in share.options}
    for option in set(outside_of(question)) - told:
        known.equal(_terms([option], table), 0)
    counted = count(question, table.tally)
    if question.positive and not extreme(counted.positive, counted.base):
        known.equal(_terms(question.positive, table), counted.positive)


def _say_share(known: Program, share: Share, base: int, terms: Terms) -> None:
    edge = bound(low_base=is_low(base)) * base
    if share.count is not None:
        known.equal(terms, share.count)
    elif share.coded == "low":
        known.between(0.0, terms, edge)
    elif share.coded == "high":
        known.between(base - edge, terms, base)


def _parts(table: Table) -> list[tuple[Share, int]]:
    """With what they are shares of."""
    return [
        *((share, table.base) for share in table.shares),
        *((share, table.asked) for share in table.outside),
    ]


def _terms(options: Iterable[str], table: Table) -> Mapping[Place, float]:
    return {(option, table.at): 1.0 for option in options}


def _options(question: Question, table: Table) -> list[str]:
    return [*(option for share in table.shares for option in share.options), *outside_of(question)]


def _edge(base: int) -> int:
    """Of a count that words would say: at most."""
    return floor(bound(low_base=is_low(base)) * base + TOLERANCE)
