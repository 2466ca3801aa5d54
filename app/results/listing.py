"""The table beside each chart: the same figures, for reading out and copying."""

from dataclasses import dataclass

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.numbers import count, percent
from app.lib.quarters import Quarter
from app.questionnaires.definition import Question
from app.registry.regions import region_name
from app.results import describing
from app.results.charts.building import scale_of
from app.results.charts.planning import Plan
from app.results.figures import PartRow, QuarterResult, QuestionResult, Share, TrendPoint


@dataclass(frozen=True)
class Cell:
    text: str
    span: int = 1  # rows: joined answers stand beside all of theirs


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """`head` names the column of labels, then the others."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def table(result: QuarterResult, of: Plan) -> Table:
    """In the language being spoken."""
    question = of.questions[0]
    if of.kind == "ordinal":
        return _ordinal(result, of.questions)
    if of.kind == "shares":
        return _shares(question, result.question(question.id))
    caption = question.text[spoken()]
    if of.kind == "regions":
        rows = result.regions[question.id]
        has_before = any(row.before is not None for row in rows)
        before = (_("Previous quarter"),) if has_before else ()
        head = (_("Region"), *_figure_heads(result), *before)
        return Table(
            caption, head, tuple(_region(result, row, has_before=has_before) for row in rows)
        )
    points = result.trend[question.id]
    rows_of = tuple(_point(result, point) for point in points)
    return Table(caption, (_("Quarter"), *_figure_heads(result)), rows_of)


def _ordinal(result: QuarterResult, questions: tuple[Question, ...]) -> Table:
    """A column for each question: on a telephone answers fit below each other, not side by side."""
    results = [result.question(question.id) for question in questions]
    names = tuple(question.short[spoken()] for question in questions)
    rows = [
        Row(
            describing.option_label(questions[0], [step]),
            tuple(_share(of, share) for of in results for share in of.shares
                  if share.options[0] == step),
        )
        for step in scale_of(questions[0])
    ]  # fmt: skip
    figures = zip(*(_figures(result, of) for of in results), strict=True)
    rows += [Row(head, cells) for head, cells in zip(_figure_heads(result), figures, strict=True)]
    caption = questions[0].text[spoken()] if len(questions) == 1 else _("Shares of answers")
    return Table(caption, (_("Answer"), *names), tuple(rows))


def _share(of: QuestionResult, share: Share) -> Cell:
    return Cell(describing.share_words(share, low_base=of.low_base), len(share.options))


def _shares(question: Question, of: QuestionResult) -> Table:
    head = (_("Answer"), _("Share"), _("Answers"))
    rows = [_option(question, of, share) for share in of.shares]
    if of.outside:
        rows.append(Row(_("Not counted in the shares above"), (Cell(""), Cell(""))))
        rows += [_option(question, of, share) for share in of.outside]
    return Table(question.text[spoken()], head, tuple(rows))


def _option(question: Question, of: QuestionResult, share: Share) -> Row:
    number = "" if share.count is None else count(share.count)
    words = describing.share_words(share, low_base=of.low_base)
    return Row(describing.option_label(question, share.options), (Cell(words), Cell(number)))


def _region(result: QuarterResult, row: PartRow, *, has_before: bool) -> Row:
    before = "" if row.before is None else percent(row.before)
    cells = (Cell(before),) if has_before else ()
    return Row(region_name(row.name), (*_figures(result, row), *cells))


def _point(result: QuarterResult, point: TrendPoint) -> Row:
    return Row(quarter_name(Quarter.parse(point.quarter)), _figures(result, point))


def _figure_heads(result: QuarterResult) -> tuple[str, ...]:
    if result.channel == "open":
        return _("Positive"), _("Answers")
    interval = _("%(confidence)s interval", confidence=percent(describing.CONFIDENCE))
    return _("Positive"), interval, _("Answers")


def _figures(result: QuarterResult, of: QuestionResult | PartRow | TrendPoint) -> tuple[Cell, ...]:
    """Below `_figure_heads`: the open questionnaire has no intervals."""
    positive = Cell(describing.positive_words(of))
    base = Cell("" if of.base is None else count(of.base))
    if result.channel == "open":
        return positive, base
    return positive, Cell(describing.interval_words(of.interval) if of.interval else ""), base
