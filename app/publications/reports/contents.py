"""What a printed report says, block by block, before anything is laid out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from app.lib.dates import official, quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext, spoken
from app.lib.numbers import count, percent, percent_exact
from app.publications.method import Method, method
from app.publications.reports.document import Report, quarter_of, written
from app.publications.viewing import View, views
from app.remarks.counting import Counts
from app.results import losing
from app.results.charts.shapes import Drawable
from app.results.exhibits import Exhibit
from app.results.flat import Editions
from app.results.rates import Rates
from app.results.summing_up import Summary, sum_up


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Figure:
    """`alt` gives all figures of the drawing in words."""

    level: int
    heading: str
    shape: Drawable
    alt: str
    notes: tuple[str, ...]
    kind: str = "figure"


@dataclass(frozen=True)
class Text:
    text: str
    kind: str = "text"


Block = Heading | Figure | Text


@dataclass(frozen=True)
class Step:
    """`share` of all inspections; of none, `words` is empty."""

    label: str
    count: str
    words: str
    share: float
    is_lost: bool  # between the step above and the next


@dataclass(frozen=True)
class Funnel:
    caption: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Remarks:
    """`decided`: what was decided about them, and about how many; the last, those still open."""

    sentence: str
    decided: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Contents:
    title: str
    about: str
    number: str
    as_of: str
    headline: str
    notes: tuple[str, ...]
    cards: tuple[tuple[str, str], ...]  # a figure and what it is
    funnels: tuple[Funnel, ...]
    blocks: tuple[Block, ...]
    remarks: Remarks | None  # None for those who may not read any
    method: Method


def contents(report: Report, editions: Editions) -> Contents:
    """In the language being spoken, which must be the report's."""
    quarter = quarter_of(report)
    shown = views(report.results, editions)
    summary = sum_up(report.results, editions, quarter, "last_quarter")
    return Contents(
        title=f"{report.name}, {quarter_name(quarter)}",
        about=_("What inspected businesses say"),
        number=_("Report No. %(number)s", number=number(report)),
        as_of=_("Figures as of: %(day)s", day=official(report.day)),
        headline=summary.headline,
        notes=_notes(summary, report.released),
        cards=tuple(_cards(report)),
        funnels=tuple(_funnel(view, view.result.rates) for view in shown if view.result.rates),
        blocks=tuple(block for view in shown for block in _blocks(view)),
        remarks=_remarks(report.remarks),
        method=method(),
    )


def number(report: Report) -> str:
    """Of a printed report: whoever has the same figures in the same words has the same number."""
    quarter = quarter_of(report).slug
    digest = sha256(written(report).encode()).hexdigest()
    return f"{report.inspectorate}-{quarter}-{report.language}-{digest[:8]}"


def _notes(summary: Summary, released: date | None) -> tuple[str, ...]:
    """What stands under the headline of the page, too."""
    firm = (
        _("Released on %(day)s: these figures stay as they are.", day=official(released, "on"))
        if released
        else _(
            "These figures are provisional: they move by tens as answers are mixed,"
            " until the quarter is released."
        )
    )
    return tuple(filter(None, (summary.then, *summary.further, *summary.basis, firm)))


def _cards(report: Report) -> Iterator[tuple[str, str]]:
    rates = [one.rates for one in report.results if one.rates]
    inspections, answered = (
        sum(getattr(each, name) for each in rates) for name in ("inspections", "answered")
    )
    yield count(inspections), _("Inspections on record")
    yield count(answered), _("answers mixed and counted")
    if inspections:
        yield percent_exact(answered / inspections), _("response rate")


def _funnel(view: View, rates: Rates) -> Funnel:
    rows: list[Step] = []
    for step in losing.steps(rates):
        rows.append(_step(step.name, step.n, rates.inspections, is_lost=False))
        rows += [_step(lost.why, lost.n, rates.inspections, is_lost=True) for lost in step.lost]
    return Funnel(view.questionnaire.title[spoken()], tuple(rows))


def _step(label: str, n: int, inspections: int, *, is_lost: bool) -> Step:
    share = n / inspections if inspections else 0.0
    return Step(label, count(n), percent(share) if inspections else "", share, is_lost)


def _blocks(view: View) -> Iterator[Block]:
    """Of regions and quarters only the leading question: the others stand on the page."""
    yield Heading(2, _title(view))
    if view.result.channel == "open":
        yield Text(_open_channel())
    if view.not_shown:
        yield Text(view.not_shown)
    for section in view.sections:
        yield from _group(section.title, section.exhibits)
    yield from _group(_("By region"), view.regions.leading)
    yield from _group(_("By kind of inspection"), view.kinds.leading)
    yield from _group(_("Quarter by quarter"), view.trends.leading)


def _title(view: View) -> str:
    title = view.questionnaire.title[spoken()]
    if view.result.channel == "open":
        return _("The open questionnaire: %(title)s", title=title)
    return title


def _open_channel() -> str:
    return _(
        "Anybody could fill in this questionnaire, without a letter. Nobody knows whom its answers"
        " stand for, so they are shown apart, without intervals, and are part of no figure above."
    )


def _group(title: str, exhibits: Sequence[Exhibit]) -> Iterator[Block]:
    if not exhibits:
        return
    if title:
        yield Heading(3, title)
    for exhibit in exhibits:
        yield Figure(
            4 if title else 3, exhibit.heading, exhibit.wide, exhibit.wide.description,
            tuple(filter(None, exhibit.notes)),
        )  # fmt: skip


def _remarks(counts: Counts | None) -> Remarks | None:
    """How many there are and what became of them, never their words."""
    if counts is None:
        return None
    if not counts.total:
        return Remarks(_("Nobody has left a remark that is mixed already."), ())
    decided = (
        (_("Considered, no more needed"), counts.considered),
        (_("Led to a measure"), counts.measures),
        (_("No action, with a reason"), counts.no_action),
        (_("Not decided yet"), counts.open),
    )
    sentence = ngettext(
        "%(count)s remark in an entrepreneur's own words has been mixed. It stands on the page of"
        " the remarks, not here: a printed page cannot be taken back.",
        "%(count)s remarks in entrepreneurs' own words have been mixed. They stand on the page of"
        " the remarks, not here: a printed page cannot be taken back.",
        counts.total,
        count=count(counts.total),
    )
    return Remarks(sentence, tuple((label, count(n)) for label, n in decided))
