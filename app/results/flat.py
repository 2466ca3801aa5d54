"""Results as one long table: a line for each figure, with codes for machines and labels for people.

What is withheld or coded says so in words where its figure would stand, never as a number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, get_args

from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.questionnaires.definition import Question, Questionnaire
from app.results import describing
from app.results.figures import (
    Change,
    PartRow,
    QuarterResult,
    QuestionResult,
    Share,
    TrendPoint,
)
from app.results.intervals import Interval
from app.results.parts import By, Part, rows_by
from app.results.rates import Rates


class Editions(Protocol):
    """Where questionnaires stand: the program's shelf, or a release."""

    def edition(self, name: str, number: int) -> Questionnaire: ...


Table = Literal["rates", "questions", "regions", "kinds", "quarters"]
Value = str | int | float | None


@dataclass(frozen=True)
class Line:
    """The fields are the columns, in this order. `share` is a number, or words instead of it."""

    table: Table
    inspectorate: str
    quarter: str
    questionnaire: str
    edition: int
    channel: str
    region: str = ""
    region_label: str = ""
    kind: str = ""
    kind_label: str = ""
    question: str = ""
    question_label: str = ""
    option: str = ""
    option_label: str = ""
    base: int | None = None
    count: int | None = None
    share: float | str | None = None
    interval_low: float | None = None
    interval_high: float | None = None
    # shown, low_base (under 20 answers), coded_low, coded_high, withheld, outside (of the base);
    # of a change beyond_chance or within_chance, of limits within, above or below
    status: str = "shown"


def lines(results: Sequence[QuarterResult], editions: Editions) -> Iterator[Line]:
    """In the language being spoken."""
    for result in results:
        questionnaire = editions.edition(result.questionnaire, result.edition)
        line = Line(
            "rates",
            result.inspectorate,
            result.quarter,
            result.questionnaire,
            result.edition,
            result.channel,
        )
        yield from _counts(line, result)
        for of in result.questions:
            question = questionnaire.question(of.question)
            yield from _question(_about(line, "questions", question), question, of)
        yield from _breakdowns(line, result, questionnaire)


def _breakdowns(line: Line, result: QuarterResult, questionnaire: Questionnaire) -> Iterator[Line]:
    for by in get_args(By):
        for name, rows in rows_by(result, by).items():
            about = _about(line, by, questionnaire.question(name))
            for row in rows:
                of_part = _of_part(about, Part(by, row.name))
                yield _figure(of_part, row)
                if row.limits:
                    yield _limits(of_part, row, row.limits.outer)
    for name, points in result.trend.items():
        about = _about(line, "quarters", questionnaire.question(name))
        for point in points:
            yield _figure(replace(about, quarter=point.quarter), point)


def _of_part(line: Line, part: Part) -> Line:
    if part.by == "regions":
        return replace(line, region=part.code, region_label=part.name)
    return replace(line, kind=part.code, kind_label=part.name)


def _counts(line: Line, result: QuarterResult) -> Iterator[Line]:
    if result.rates:
        yield from _rates(line, result.rates)
    if result.set_aside:
        label = _("Not counted: came in a flood")
        yield replace(line, option="set_aside", option_label=label, count=result.set_aside)


def _rates(line: Line, rates: Rates) -> Iterator[Line]:
    shares = {
        "inspections": (_("Inspections"), rates.inspections, None),
        "with_email": (_("With an e-mail address"), rates.with_email, rates.coverage),
        "invited": (_("Invited"), rates.invited, None),
        "delivered": (_("Letter delivered"), rates.delivered, None),
        "answered": (_("Answered"), rates.answered, rates.response),
        "failed": (_("Letter refused or stopped"), rates.failed, None),
        "waiting": (_("Letter on its way"), rates.waiting, None),
        "to_invite": (_("Not invited yet"), rates.to_invite, None),
        "suppressed": (
            _("Not invited: wants no letters, or they come back"),
            rates.suppressed,
            None,
        ),
        "too_late": (_("Not invited: too late"), rates.too_late, None),
        "refused": (_("Had asked for no letters"), rates.refused, None),
        "non_contact": (_("Letter delivered, no answer"), rates.non_contact, None),
        "unknown": (_("Not reached"), rates.unknown, None),
    }
    for option, (label, number, share) in shares.items():
        yield replace(
            line, option=option, option_label=label, base=rates.inspections, count=number,
            share=share,
        )  # fmt: skip
    yield replace(
        line, option="answered_of_delivered", option_label=_("Answered, of delivered letters"),
        base=rates.delivered, count=rates.answered, share=rates.of_delivered,
    )  # fmt: skip


def _about(line: Line, table: Table, question: Question) -> Line:
    label = question.text[spoken()]
    return replace(line, table=table, question=question.id, question_label=label)


def _question(line: Line, question: Question, of: QuestionResult) -> Iterator[Line]:
    if of.withheld:
        yield _figure(line, of)
        return
    if question.positive:
        yield _figure(line, of)
        yield from _judged(line, of)
    for share in of.shares:
        yield _option(line, question, of, share)
    for share in of.outside:
        yield replace(_option(line, question, of, share), base=None, status="outside")


def _option(line: Line, question: Question, of: QuestionResult, share: Share) -> Line:
    words = describing.share_words(share, low_base=of.low_base)
    return replace(
        line,
        option="+".join(share.options) or "no_answer",
        option_label=describing.option_label(question, share.options),
        base=of.base,
        count=share.count,
        share=share.share if share.share is not None else words,
        status=_status(share.coded, low_base=of.low_base),
    )


def _figure(line: Line, of: QuestionResult | PartRow | TrendPoint) -> Line:
    low, high = of.interval or (None, None)
    is_hidden = of.positive is None and of.coded is None
    return replace(
        line,
        option="positive",
        option_label=_("Positive"),
        base=of.base,
        share=describing.positive_words(of) if of.positive is None else of.positive,
        interval_low=low,
        interval_high=high,
        status="withheld" if is_hidden else _status(of.coded, low_base=of.low_base),
    )


def _judged(line: Line, of: QuestionResult) -> Iterator[Line]:
    """Beside a share: what it changed by, and what those who did not answer could make of it."""
    changes = {
        "change_last_quarter": (_("Change since last quarter"), of.last_quarter),
        "change_last_year": (_("Change since last year"), of.last_year),
    }
    for option, (label, change) in changes.items():
        if change:
            yield _change(replace(line, option=option, option_label=label, base=of.base), change)
    if of.bounds:
        low, high = of.bounds
        yield replace(
            line, option="bounds", option_label=_("If all missing answers were negative; positive"),
            base=of.base, interval_low=low, interval_high=high,
        )  # fmt: skip


def _change(line: Line, change: Change) -> Line:
    low, high = change.interval or (None, None)
    sure = "beyond_chance" if change.is_beyond_chance else "within_chance"
    status = "shown" if change.p_value is None else sure
    return replace(line, share=change.change, interval_low=low, interval_high=high, status=status)


def _limits(line: Line, row: PartRow, outer: Interval) -> Line:
    low, high = outer
    return replace(
        line, option="limits", option_label=_("Limits of chance, 99.8%"), base=row.base,
        interval_low=low, interval_high=high, status=row.apart or "within",
    )  # fmt: skip


def _status(coded: str | None, *, low_base: bool) -> str:
    if coded:
        return f"coded_{coded}"
    return "low_base" if low_base else "shown"
