"""The table beside each chart: the same figures, for reading out and copying."""

from dataclasses import dataclass

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.numbers import count, percent
from app.lib.quarters import Quarter
from app.questionnaires.definition import Question
from app.results import changing, describing, headings
from app.results.charts.building import scale_of
from app.results.charts.planning import Plan
from app.results.figures import PartRow, QuarterResult, QuestionResult, Share, TrendPoint
from app.results.glancing import Glance, Glimpse
from app.results.parts import By, name_of, rows_by


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
    if of.kind == "trend":
        points = tuple(_point(result, point) for point in result.trend[question.id])
        return Table(question.text[spoken()], (_("Quarter"), *_figure_heads(result)), points)
    return _breakdown(result, question, of.kind)


def glance(of: Glance) -> Table:
    """All questions: beside an earlier quarter, and a part beside the whole."""
    figures = (_("Positive"), _("Answers")) if of.is_open else _with_interval()
    whole = (_("The whole inspectorate"),) if of.part else ()
    change = (_("Change in points"),) if _is_compared(of) else ()
    head = (_("Question"), *figures, quarter_name(of.earlier), *whole, *change)
    return Table(
        headings.glance_caption(of), head, tuple(_glimpse(of, each) for each in of.glimpses)
    )


def _glimpse(of: Glance, one: Glimpse) -> Row:
    cells = [*_figures_of(one.of, has_interval=not of.is_open), _percent(one.before)]
    if of.part:
        cells.append(_percent(one.whole))
    if _is_compared(of):
        cells.append(Cell(changing.words(one.change) if one.change else ""))
    return Row(one.question.short[spoken()], tuple(cells))


def _is_compared(of: Glance) -> bool:
    return any(each.change for each in of.glimpses)


def _breakdown(result: QuarterResult, question: Question, by: By) -> Table:
    rows = rows_by(result, by)[question.id]
    name = _("Region") if by == "regions" else _("Kind of inspection")
    has_before = any(row.before is not None for row in rows)
    head = (name, *_figure_heads(result), *((_("Previous quarter"),) if has_before else ()))
    listed = []
    for row in rows:
        before = (_percent(row.before),) if has_before else ()
        listed.append(Row(name_of(by, row.name), (*_figures(result, row), *before)))
    return Table(question.text[spoken()], head, tuple(listed))


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


def _point(result: QuarterResult, point: TrendPoint) -> Row:
    return Row(quarter_name(Quarter.parse(point.quarter)), _figures(result, point))


def _figure_heads(result: QuarterResult) -> tuple[str, ...]:
    return (_("Positive"), _("Answers")) if result.channel == "open" else _with_interval()


def _with_interval() -> tuple[str, ...]:
    interval = _("%(confidence)s interval", confidence=percent(changing.CONFIDENCE))
    return _("Positive"), interval, _("Answers")


def _figures(result: QuarterResult, of: QuestionResult | PartRow | TrendPoint) -> tuple[Cell, ...]:
    """Below `_figure_heads`: the open questionnaire has no intervals."""
    return _figures_of(of, has_interval=result.channel != "open")


def _figures_of(
    of: QuestionResult | PartRow | TrendPoint, *, has_interval: bool
) -> tuple[Cell, ...]:
    positive = Cell(describing.positive_words(of))
    base = Cell("" if of.base is None else count(of.base))
    if not has_interval:
        return positive, base
    return positive, Cell(describing.interval_words(of.interval) if of.interval else ""), base


def _percent(share: float | None) -> Cell:
    return Cell("" if share is None else percent(share))
