"""What a chart shows, in words: its finding as a title, and its figures for who cannot see it."""

from collections.abc import Mapping, Sequence

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext, spoken
from app.lib.numbers import count, percent
from app.lib.quarters import Quarter
from app.questionnaires.definition import Question
from app.results import describing
from app.results.figures import (
    PartRow,
    QuarterResult,
    QuestionResult,
    Share,
    TrendPoint,
)
from app.results.glancing import Glance, Glimpse
from app.results.parts import By, Part, name_of


def ordinal(result: QuarterResult, questions: Sequence[Question]) -> str:
    if len(questions) == 1:
        return describing.finding(questions[0], result.question(questions[0].id))
    shown = [(result.question(each.id).positive, each) for each in questions]
    known = [(share, each) for share, each in shown if share is not None]
    if len(known) < 2:
        return _("How entrepreneurs rate these statements")
    low, high = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    return _(
        "Highest: %(high)s, %(high_share)s. Lowest: %(low)s, %(low_share)s.",
        high=high[1].short[spoken()],
        high_share=percent(high[0]),
        low=low[1].short[spoken()],
        low_share=percent(low[0]),
    )


def shares(question: Question, of: QuestionResult) -> str:
    counted = [share for share in of.shares if share.share is not None]
    if question.positive or of.withheld or not counted:
        return describing.finding(question, of)
    most = max(counted, key=lambda share: share.share or 0.0)
    return _(
        "%(question)s: most often “%(option)s”, %(share)s",
        question=question.short[spoken()],
        option=describing.option_label(question, most.options),
        share=percent(most.share or 0.0),
    )


def breakdown(question: Question, of: Mapping[By, Sequence[PartRow]]) -> str:
    """Of regions, kinds or both: who stands apart by more than chance. A highest and a lowest there
    is always.
    """
    name, apart = _by(question, list(of)), describing.apart(of)
    return f"{name}. {apart}".rstrip(". ") if apart else name


def glance(of: Glance) -> str:
    return _furthest(of.part, of.glimpses) if of.part else _changed(of)


def trend(question: Question, points: Sequence[TrendPoint]) -> str:
    known = [(point.positive, point) for point in points if point.positive is not None]
    first, last = known[0], known[-1]
    return _(
        "%(question)s, quarter by quarter. %(first)s: %(first_share)s. %(last)s: %(last_share)s.",
        question=question.short[spoken()],
        first=_quarter(first[1]),
        first_share=percent(first[0]),
        last=_quarter(last[1]),
        last_share=percent(last[0]),
    )


def ordinal_in_words(result: QuarterResult, questions: Sequence[Question]) -> str:
    return " ".join(
        f"{each.short[spoken()]}: {shares_in_words(each, result.question(each.id))}"
        for each in questions
    )


def shares_in_words(question: Question, of: QuestionResult) -> str:
    if of.withheld:
        return describing.withheld(question)
    options = [_share(question, of, share) for share in (*of.shares, *of.outside)]
    return f"{'; '.join(options)}. {describing.basis(question, of)}"


def breakdown_in_words(rows: Sequence[PartRow], by: By) -> str:
    return " ".join(f"{name_of(by, row.name)}: {_figure(row)}." for row in rows)


def glance_caption(of: Glance) -> str:
    return of.part.name if of.part else _("All questions at a glance")


def glance_in_words(of: Glance) -> str:
    return " ".join(f"{each.question.short[spoken()]}: {_figure(each.of)}." for each in of.glimpses)


def trend_in_words(points: Sequence[TrendPoint]) -> str:
    return " ".join(f"{_quarter(point)}: {_figure(point)}." for point in points)


def _share(question: Question, of: QuestionResult, share: Share) -> str:
    label = describing.option_label(question, share.options)
    return f"{label}: {describing.share_words(share, low_base=of.low_base)}"


def _by(question: Question, by: Sequence[By]) -> str:
    name = question.short[spoken()]
    if len(by) > 1:
        return _("%(question)s, by region and by kind of inspection", question=name)
    if by == ["regions"]:
        return _("%(question)s, by region", question=name)
    return _("%(question)s, by kind of inspection", question=name)


def _changed(of: Glance) -> str:
    """How many shares have changed."""
    compared = [each.change for each in of.glimpses if each.change and each.change.interval]
    if not compared:
        return glance_caption(of)
    changed = sum(change.is_beyond_chance for change in compared)
    if not changed:
        return _("All questions beside %(quarter)s", quarter=quarter_name(of.earlier))
    return ngettext(
        "%(changed)s share of %(all)s has changed since %(quarter)s by more than chance explains",
        "%(changed)s shares of %(all)s have changed since %(quarter)s by more than chance explains",
        changed,
        changed=count(changed),
        all=count(len(compared)),
        quarter=quarter_name(of.earlier),
    )


def _furthest(of: Part, glimpses: Sequence[Glimpse]) -> str:
    """Where a part differs most from the whole."""
    known = [
        (abs(each.of.positive - each.whole), each.of.positive, each.whole, each.question)
        for each in glimpses
        if each.of.positive is not None and each.whole is not None
    ]
    if not known:
        return of.name
    _distance, share, whole, question = max(known, key=lambda each: each[0])
    return _(
        "%(part)s: furthest from the whole in “%(question)s”, %(share)s against %(whole)s",
        part=of.name,
        question=question.short[spoken()],
        share=percent(share),
        whole=percent(whole),
    )


def _figure(of: QuestionResult | PartRow | TrendPoint) -> str:
    words = describing.positive_words(of)
    return f"{words} ({describing.interval_words(of.interval)})" if of.interval else words


def _quarter(point: TrendPoint) -> str:
    return quarter_name(Quarter.parse(point.quarter))
