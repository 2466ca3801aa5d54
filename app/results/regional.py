"""A question by region: which rows are shown, and what of them."""

from collections.abc import Mapping, Sequence

from app.questionnaires.definition import Question
from app.results.disclosing import Count, hidden_rows, is_low
from app.results.facts import Facts, count, interval
from app.results.figures import PartRow

_REST = ""  # answers of no region that has a row


def region_rows(
    question: Question, now: Facts, last: Facts | None, order: Sequence[str]
) -> tuple[PartRow, ...]:
    """A row for each region of `order`; empty if nothing of the question may be shown.

    `last`: the previous quarter, if it is known.
    """
    tally = now.shown(question)
    if tally is None or not question.positive:
        return ()
    counted = {
        region: count(question, tallies[question.id])
        for region, tallies in now.regions.items()
        if question.id in tallies
    }
    whole = count(question, tally)
    hidden = hidden_rows(_with_rest(counted, whole), question.publish_min_base, whole)
    before = _before(question, last, order)
    rows = []
    for region in order:
        if region in hidden.withheld or region not in counted:
            rows.append(PartRow(region, withheld=True))
        elif code := hidden.coded.get(region):
            rows.append(PartRow(region, coded=code, low_base=is_low(counted[region].base)))
        else:
            rows.append(_row(region, counted[region], now, before.get(region)))
    return tuple(rows)


def _row(region: str, counted: Count, now: Facts, before: float | None) -> PartRow:
    population = None if now.populations is None else now.populations.get(region, 0)
    return PartRow(
        region,
        counted.base,
        round(counted.positive / counted.base, 4),
        interval(counted, population),
        before=before,
        low_base=is_low(counted.base),
    )


def _before(
    question: Question, last: Facts | None, order: Sequence[str]
) -> Mapping[str, float | None]:
    """What was shown of the previous quarter, under its own rules."""
    if last is None:
        return {}
    return {row.name: row.positive for row in region_rows(question, last, None, order)}


def _with_rest(regions: Mapping[str, Count], whole: Count) -> dict[str, Count]:
    """Whoever subtracts the regions from the whole sees the rest, so it is a row as well.

    Regions and the whole move by tens, not at the same time: a rest below zero says nothing.
    """
    base = whole.base - sum(row.base for row in regions.values())
    positive = whole.positive - sum(row.positive for row in regions.values())
    if base <= 0:
        return dict(regions)
    return {**regions, _REST: Count(base, min(max(positive, 0), base))}
