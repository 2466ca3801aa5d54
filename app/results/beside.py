"""Inspectorates beside each other, without ranking: who differs by more than chance, and nothing
else, is called different.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from app.results.figures import PartRow, QuarterResult
from app.results.flat import Editions
from app.results.funnel import placed
from app.results.leading import Asked, principal, told
from app.results.rates import Rates

Results = Sequence[QuarterResult]  # of one inspectorate's quarter
_FEWEST = 20  # inspections: a share of fewer is compared with nothing


@dataclass(frozen=True)
class Beside:
    """Of one inspectorate, all its questionnaires together. The rows have limits where at least
    five inspectorates can be compared.
    """

    rates: Rates
    coverage: PartRow
    response: PartRow
    leading: Asked | None  # the question that speaks for the quarter
    positive: PartRow | None  # its share, among the inspectorates that ask the same


def beside(every: Mapping[str, Results], editions: Editions) -> dict[str, Beside]:
    """By slug, in the order given."""
    rates = {slug: _rates(results) for slug, results in every.items()}
    leading = {slug: next(iter(told(results, editions)), None) for slug, results in every.items()}
    coverage = _placed({slug: _row(slug, one, one.coverage) for slug, one in rates.items()})
    response = _placed({slug: _row(slug, one, one.response) for slug, one in rates.items()})
    positive = _positive(every, leading)
    return {
        slug: Beside(rates[slug], coverage[slug], response[slug], leading[slug], positive.get(slug))
        for slug in every
    }


def _rates(results: Results) -> Rates:
    found = [astuple(result.rates) for result in results if result.rates]
    return Rates(*map(sum, zip(*found, strict=True))) if found else Rates(0, 0, 0, 0, 0)


def _row(slug: str, rates: Rates, share: float | None) -> PartRow:
    is_low = rates.inspections < _FEWEST
    return PartRow(slug, base=rates.inspections, positive=share, low_base=is_low)


def _positive(
    every: Mapping[str, Results], leading: Mapping[str, Asked | None]
) -> dict[str, PartRow]:
    """Only what was asked in the same words is compared: by edition and question."""
    groups: dict[tuple[str, int, str], dict[str, PartRow]] = {}
    for slug, asked in leading.items():
        of = principal(every[slug])
        if asked and of:
            question, result = asked
            row = PartRow(
                slug,
                base=result.base,
                positive=result.positive,
                interval=result.interval,
                coded=result.coded,
                low_base=result.low_base,
            )
            groups.setdefault((of.questionnaire, of.edition, question.id), {})[slug] = row
    return {slug: row for group in groups.values() for slug, row in _placed(group).items()}


def _placed(rows: Mapping[str, PartRow]) -> dict[str, PartRow]:
    return dict(zip(rows, placed(tuple(rows.values())), strict=True))
