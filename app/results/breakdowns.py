"""A question by region and by kind of inspection: which rows are shown, and what of them."""

from collections.abc import Mapping, Sequence

from app.questionnaires.definition import Question
from app.results.disclosing import Count, Hidden, hidden_rows, is_low
from app.results.facts import Facts, Tally, count, interval
from app.results.figures import PartRow

REST = "*"  # answers of no part that has a row


def region_rows(
    question: Question, now: Facts, last: Facts | None, order: Sequence[str]
) -> tuple[PartRow, ...]:
    """A row for each region of `order`; empty if nothing of the question may be shown.

    `last`: the previous quarter, if it is known.
    """
    if not _has_breakdown(question, now):
        return ()
    counted = _counts(question, now.regions)
    hidden = hidden_parts(question, counted)
    before = _before(region_rows(question, last, None, order) if last else ())
    return tuple(
        _row(name, counted.get(name), hidden, _population(now, name), before.get(name))
        for name in order
    )


def kind_rows(
    question: Question, now: Facts, last: Facts | None, order: Sequence[str]
) -> tuple[PartRow, ...]:
    """A row for each kind of `order` that is told apart, and "" for all other answers: of other
    kinds, and from regions where these kinds are too few to be told apart. Empty if none is.
    """
    counted = _counts(question, now.kinds)
    if not counted.keys() - {REST} or not _has_breakdown(question, now):
        return ()
    hidden = hidden_parts(question, counted)
    before = _before(kind_rows(question, last, None, order) if last else ())
    names = [name for name in (*order, REST) if name in counted]
    # Of a kind all its inspections may have been asked, of the others all that there are: an
    # interval is rather too wide.
    return tuple(
        _row(
            name,
            counted[name],
            hidden,
            now.kind_populations.get(name, now.population)
            if now.kind_populations is not None
            else None,
            before.get(name),
        )
        for name in names
    )


def hidden_parts(question: Question, parts: Mapping[str, Count]) -> Hidden:
    """`parts` are all there is: a breakdown has a total of its own, and may be older than the whole
    that stands beside it.
    """
    total = Count(
        sum(row.base for row in parts.values()), sum(row.positive for row in parts.values())
    )
    return hidden_rows(parts, question.publish_min_base, total)


def _has_breakdown(question: Question, facts: Facts) -> bool:
    """Not where too few answered, or no answer is positive."""
    return bool(question.positive) and facts.shown(question) is not None


def _counts(question: Question, parts: Mapping[str, Mapping[str, Tally]]) -> dict[str, Count]:
    return {
        name: count(question, tallies[question.id])
        for name, tallies in parts.items()
        if question.id in tallies
    }


def _row(
    name: str,
    counted: Count | None,
    hidden: Hidden,
    population: int | None,
    before: float | None,
) -> PartRow:
    if counted is None or name in hidden.withheld:
        return PartRow(name, withheld=True)
    if code := hidden.coded.get(name):
        return PartRow(name, coded=code, low_base=is_low(counted.base))
    return PartRow(
        name,
        counted.base,
        round(counted.positive / counted.base, 4),
        interval(counted, population),
        before=before,
        low_base=is_low(counted.base),
    )


def _population(facts: Facts, region: str) -> int | None:
    return None if facts.populations is None else facts.populations.get(region, 0)


def _before(rows: Sequence[PartRow]) -> Mapping[str, float | None]:
    """What was shown of the previous quarter, under its own rules."""
    return {row.name: row.positive for row in rows}
