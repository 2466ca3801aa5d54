"""What letters to directors say of results, in the language being spoken."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext
from app.lib.numbers import count, percent
from app.lib.quarters import Quarter
from app.results import changing, describing, glancing, leading
from app.results.charts import building
from app.results.charts.shapes import Rows
from app.results.figures import QuarterResult, QuestionResult
from app.results.flat import Editions
from app.results.rates import Rates
from app.results.summing_up import sum_up


@dataclass(frozen=True)
class Moved:
    """One share that has moved: "Polite: 71%, 5 points more than in Q1 2026", and how sure."""

    finding: str
    certainty: str


@dataclass(frozen=True)
class Alert:
    quarter: str
    moved: tuple[Moved, ...]
    chart: Rows | None


@dataclass(frozen=True)
class Digest:
    """`title` is what matters most; `facts` and `look_at` are sentences."""

    quarter: str
    title: str
    facts: tuple[str, ...]
    look_at: tuple[str, ...]
    chart: Rows | None


def alert(result: QuarterResult, editions: Editions, moved: Sequence[QuestionResult]) -> Alert:
    edition = editions.edition(result.questionnaire, result.edition)
    found = [
        Moved(describing.finding(edition.question(each.question), each), _certainty(each))
        for each in moved
    ]
    return Alert(_quarter(result), tuple(found), _chart(result, editions))


def digest(
    result: QuarterResult, results: Sequence[QuarterResult], editions: Editions, open_remarks: int
) -> Digest:
    """Of the `result` that speaks for the quarter, among all `results` of it."""
    summary = sum_up(results, editions, Quarter.parse(result.quarter), "last_quarter")
    further = (f"{sentence}." for sentence in summary.further)
    facts = filter(None, [summary.then, *further, *summary.basis, *_coverage(result.rates)])
    return Digest(
        _quarter(result),
        summary.headline,
        tuple(facts),
        (*_apart(results, editions), *_remarks(open_remarks)),
        _chart(result, editions),
    )


def _certainty(of: QuestionResult) -> str:
    change, base = of.last_quarter, describing.base(of.base or 0)
    if change is None:
        return base
    return f"{changing.certainty(change)} {changing.interval(change)} {base}"


def _coverage(rates: Rates | None) -> list[str]:
    """What the inspectorate itself can mend."""
    if rates is None or rates.coverage is None:
        return []
    return [_("Inspections with an e-mail address: %(share)s.", share=percent(rates.coverage))]


def _apart(results: Sequence[QuarterResult], editions: Editions) -> list[str]:
    """Regions that differ from the others, in the leading question."""
    asked, result = leading.told(results, editions), leading.principal(results)
    if not asked or result is None:
        return []
    rows = result.regions.get(asked[0][0].id, ())
    return [describing.apart({"regions": rows})] if any(row.apart for row in rows) else []


def _remarks(without_decision: int) -> list[str]:
    if not without_decision:
        return []
    words = ngettext(
        "%(count)s remark has no decision yet.",
        "%(count)s remarks have no decision yet.",
        without_decision,
        count=count(without_decision),
    )
    return [words]


def _chart(result: QuarterResult, editions: Editions) -> Rows | None:
    edition = editions.edition(result.questionnaire, result.edition)
    glance = glancing.changes(result, edition, "last_quarter")
    return building.glance(glance, "narrow") if glance.glimpses else None


def _quarter(result: QuarterResult) -> str:
    return quarter_name(Quarter.parse(result.quarter))
