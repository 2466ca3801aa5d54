"""From figures to one shape, with all its words in the language being spoken."""

from collections.abc import Sequence
from math import ceil, floor

from app.lib.dates import quarter_name, quarter_short
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.numbers import percent
from app.lib.quarters import Quarter
from app.questionnaires.definition import Question
from app.questionnaires.validating import options_of
from app.results import changing, describing, headings
from app.results.charts.shapes import (
    Bar,
    Mark,
    Ordinal,
    OrdinalRow,
    Piece,
    Point,
    RowLine,
    Rows,
    Shares,
    Trend,
    Width,
)
from app.results.disclosing import FEWEST_OUTSIDE, bound
from app.results.figures import PartRow, QuarterResult, QuestionResult, Share, TrendPoint
from app.results.glancing import Glance
from app.results.parts import By, name_of, rows_by

# A telephone has room for a quarter and the four before it: back to the same one last year.
_POINTS: dict[Width, int] = {"wide": 8, "narrow": 5}
_TICKS = tuple(quarter / 4 for quarter in range(5))


def scale_of(question: Question) -> tuple[str, ...]:
    """The steps of an ordinal question, most negative first."""
    return tuple(option for option in options_of(question) if option not in question.outside)


def ordinal(result: QuarterResult, questions: Sequence[Question], width: Width) -> Ordinal:
    steps = scale_of(questions[0])
    return Ordinal(
        spoken(),
        width,
        headings.ordinal(result, questions),
        headings.ordinal_in_words(result, questions),
        scale=tuple(describing.option_label(questions[0], [step]) for step in steps),
        rows=tuple(_ordinal_row(each, result.question(each.id), steps) for each in questions),
    )


def shares(result: QuarterResult, question: Question, width: Width) -> Shares:
    of = result.question(question.id)
    bars = [_bar(question, of, share) for share in of.shares]
    if question.type == "multiple":
        bars.sort(key=lambda bar: -bar.share)
    return Shares(
        spoken(),
        width,
        headings.shares(question, of),
        headings.shares_in_words(question, of),
        bars=tuple(bars),
        outside_label=_("Not counted in the shares above") if of.outside else "",
        outside=tuple(_bar(question, of, share) for share in of.outside),
    )


def breakdown(result: QuarterResult, question: Question, by: By, width: Width) -> Rows:
    """One question by region or kind."""
    rows = rows_by(result, by)[question.id]
    whole = result.question(question.id).positive
    quarter = Quarter.parse(result.quarter)
    return _rows(
        width,
        headings.breakdown(question, {by: rows}),
        headings.breakdown_in_words(rows, by),
        (quarter, quarter.previous),
        [_line(name_of(by, row.name), row, row.before, whole) for row in rows if not row.withheld],
        whole="" if whole is None else describing.whole(by, whole),
        withheld=describing.withheld_parts(rows, by),
    )


def glance(of: Glance, width: Width) -> Rows:
    return _rows(
        width,
        headings.glance(of),
        headings.glance_in_words(of),
        (of.quarter, of.earlier),
        [_line(each.question.short[spoken()], each.of, each.before, each.whole)
         for each in of.glimpses],
        whole=_("The whole inspectorate") if of.part else "",
        withheld=describing.withheld_questions(of.withheld),
    )  # fmt: skip


def trend(result: QuarterResult, question: Question, width: Width) -> Trend:
    points = result.trend[question.id][-_POINTS[width] :]
    return Trend(
        spoken(),
        width,
        headings.trend(question, points),
        headings.trend_in_words(points),
        ticks=_ticks(points),
        points=tuple(_point(point) for point in points),
    )


def _ordinal_row(question: Question, of: QuestionResult, steps: Sequence[str]) -> OrdinalRow:
    label = question.short[spoken()]
    if of.withheld:
        return OrdinalRow(label, "", words=describing.withheld(question))
    base = describing.answers(of.base or 0)
    if of.coded:
        return OrdinalRow(label, base, words=describing.coded(of.coded, low_base=of.low_base))
    pieces = tuple(_piece(share, steps) for share in of.shares if share.share)
    return OrdinalRow(label, base, pieces, _mark(of))


def _piece(share: Share, steps: Sequence[str]) -> Piece:
    places = tuple(steps.index(option) for option in share.options)
    return Piece(places, share.share or 0.0, str(round((share.share or 0.0) * 100)))


def _bar(question: Question, of: QuestionResult, share: Share) -> Bar:
    edge = bound(low_base=of.low_base)
    few = FEWEST_OUTSIDE / (of.base or FEWEST_OUTSIDE)
    length = {"low": edge, "high": 1 - edge, "few": few, None: share.share or 0.0}[share.coded]
    is_positive = bool(set(share.options) & set(question.positive))
    # The interval belongs to the headline: to a bar only if this bar alone is the headline.
    interval = of.interval if set(share.options) == set(question.positive) else None
    return Bar(
        describing.option_label(question, share.options),
        length,
        describing.share_words(share, low_base=of.low_base),
        is_positive,
        interval,
    )


def _rows(
    width: Width,
    title: str,
    description: str,
    quarters: tuple[Quarter, Quarter],
    lines: Sequence[RowLine],
    *,
    whole: str,
    withheld: str,
) -> Rows:
    now, before = quarters
    has_before = any(line.before is not None for line in lines)
    has_interval = any(line.mark and line.mark.interval for line in lines)
    return Rows(
        spoken(),
        width,
        title,
        description,
        now=quarter_name(now),
        before=quarter_name(before) if has_before else "",
        interval=_("%(confidence)s interval", confidence=percent(changing.CONFIDENCE))
        if has_interval
        else "",
        whole=whole,
        ticks=tuple((tick, percent(tick)) for tick in _TICKS),
        lines=tuple(lines),
        withheld=withheld,
    )


def _line(
    label: str, of: QuestionResult | PartRow, before: float | None, whole: float | None
) -> RowLine:
    base = "" if of.base is None else describing.answers(of.base)
    words = describing.positive_words(of) if of.coded else ""
    return RowLine(label, base, _mark(of), before, whole, words)


def _mark(of: QuestionResult | PartRow | TrendPoint) -> Mark | None:
    return None if of.positive is None else Mark(of.positive, percent(of.positive), of.interval)


def _point(point: TrendPoint) -> Point:
    label = quarter_short(Quarter.parse(point.quarter))
    words = describing.positive_words(point) if point.coded else ""
    return Point(label, _mark(point), words)


def _ticks(points: Sequence[TrendPoint]) -> tuple[tuple[float, str], ...]:
    """In fifths of the whole, around all points and intervals, and two fifths apart at least."""
    ends = [end for point in points for end in (point.interval or (point.positive or 0.0,) * 2)
            if point.positive is not None]  # fmt: skip
    low, high = floor(min(ends) * 5), ceil(max(ends) * 5)
    if high - low < 2:
        low, high = (low - 1, high) if low else (low, high + 1)
    return tuple((fifth / 5, percent(fifth / 5)) for fifth in range(low, high + 1))
