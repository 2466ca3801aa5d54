"""Results in words, in the language being spoken: findings, bases, and what is not shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.ballots.tallying import UNANSWERED
from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext, spoken
from app.lib.numbers import count, percent
from app.questionnaires.definition import Question
from app.questionnaires.validating import label_of
from app.results import changing
from app.results.disclosing import FEWEST_OUTSIDE, FLAGGED_BELOW, bound
from app.results.figures import (
    Coded,
    PartRow,
    QuestionResult,
    Share,
    TrendPoint,
)
from app.results.funnel import differ
from app.results.intervals import Interval
from app.results.parts import By, name_of


def finding(question: Question, result: QuestionResult) -> str:
    """The headline: "Polite and impartial: 71%, 5 points more than in Q1 2026"."""
    name = question.short[spoken()]
    if result.withheld:
        return _("%(question)s: too few answers to show", question=name)
    if result.coded:
        words = coded(result.coded, low_base=result.low_base)
        return _("%(question)s: %(share)s", question=name, share=words)
    if result.positive is None:
        return name
    if result.last_quarter is None:
        return _("%(question)s: %(share)s", question=name, share=percent(result.positive))
    return changing.compared(name, percent(result.positive), result.last_quarter)


def finding_now(question: Question, result: QuestionResult) -> str:
    """The same without what was before."""
    return finding(question, replace(result, last_quarter=None))


def basis(question: Question, result: QuestionResult) -> str:
    """The sentences under a question's figures: base, interval, warnings."""
    if result.withheld:
        return withheld(question)
    sentences = [base(result.base or 0)]
    if result.interval:
        sentences.append(chance(result.interval))
    if result.last_quarter:
        sentences.append(changing.certainty(result.last_quarter))
    if result.low_base:
        sentences.append(low_base())
    sentences.append(joined_note([result]))
    return " ".join(filter(None, sentences))


def joined_note(results: Sequence[QuestionResult]) -> str:
    """Empty if no answers are joined."""
    if not any(len(share.options) > 1 for each in results for share in each.shares):
        return ""
    return _("An answer too rare to be shown alone stands together with its neighbour.")


def base(n: int) -> str:
    return ngettext("Based on %(count)s answer.", "Based on %(count)s answers.", n, count=count(n))


def chance(interval: Interval) -> str:
    return _(
        "Chance alone leaves the share between %(low)s and %(high)s (%(confidence)s interval).",
        low=percent(interval[0]),
        high=percent(interval[1]),
        confidence=percent(changing.CONFIDENCE),
    )


def without_the_silent(bounds: Interval) -> str:
    """What those whose answers are missing could at most make of the share."""
    return _(
        "If everybody whose answer is missing had answered negatively, the share would be %(low)s;"
        " if positively, %(high)s.",
        low=percent(bounds[0]),
        high=percent(bounds[1]),
    )


def apart(of: Mapping[By, Sequence[PartRow]]) -> str:
    """Which differ from the others by more than chance; empty if too few can be compared."""
    compared = [by for by, rows in of.items() if any(row.limits for row in rows)]
    if not compared:
        return ""
    found = [(row.apart, name_of(by, row.name)) for by, rows in of.items() for row in rows]
    above = ", ".join(name for apart, name in found if apart == "above")
    below = ", ".join(name for apart, name in found if apart == "below")
    if not above and not below:
        wide = [by for by in compared if differ(of[by])]
        return _wide(wide) if wide else _not_apart(compared)
    sentences = [
        _("Higher than chance explains: %(names)s.", names=above) if above else "",
        _("Lower than chance explains: %(names)s.", names=below) if below else "",
    ]
    return " ".join(filter(None, sentences))


def low_base() -> str:
    return _("Fewer than %(count)s answers: read with care.", count=count(FLAGGED_BELOW))


def limits() -> str:
    """What no interval covers; stands once on every page with intervals."""
    return _("Intervals cover chance only, not that answering was each person's own choice.")


def answers(n: int) -> str:
    return ngettext("%(count)s answer", "%(count)s answers", n, count=count(n))


def coded(code: Coded, *, low_base: bool) -> str:
    """The words instead of an extreme: "95% or more"."""
    edge = bound(low_base=low_base)
    if code == "high":
        return _("%(share)s or more", share=percent(1 - edge))
    return _("%(share)s or less", share=percent(edge))


def share_words(share: Share, *, low_base: bool) -> str:
    if share.coded == "few":
        return _("fewer than %(count)s", count=count(FEWEST_OUTSIDE))
    if share.coded:
        return coded(share.coded, low_base=low_base)
    return percent(share.share or 0.0)


def positive_words(of: QuestionResult | PartRow | TrendPoint) -> str:
    """The positive share, or the words instead of it."""
    if of.coded:
        return coded(of.coded, low_base=of.low_base)
    return _("not shown") if of.positive is None else percent(of.positive)


def interval_words(interval: Interval) -> str:
    return _("%(low)s to %(high)s", low=percent(interval[0]), high=percent(interval[1]))


def withheld(question: Question) -> str:
    least = question.publish_min_base
    return ngettext(
        "Fewer than %(count)s answer: not shown.",
        "Fewer than %(count)s answers: not shown.",
        least,
        count=count(least),
    )


def withheld_parts(rows: Sequence[PartRow], by: By) -> str:
    """Which regions or kinds are not shown, and why; empty if all are."""
    names = ", ".join(name_of(by, row.name) for row in rows if row.withheld)
    if not names:
        return ""
    if by == "regions":
        return _(
            "Not shown, to protect those who answered in regions with few answers: %(regions)s.",
            regions=names,
        )
    return _(
        "Not shown, to protect those who answered about kinds with few answers: %(kinds)s.",
        kinds=names,
    )


def withheld_questions(questions: Iterable[Question]) -> str:
    """Which questions have too few answers; empty if none has."""
    names = "; ".join(question.short[spoken()] for question in questions)
    return names and _("Too few answers to show: %(questions)s.", questions=names)


def whole(by: By, share: float) -> str:
    if by == "regions":
        return _("All regions: %(share)s", share=percent(share))
    return _("All kinds: %(share)s", share=percent(share))


def option_label(question: Question, options: Sequence[str]) -> str:
    """One option, or several that are joined."""
    labels = [_("No answer") if key == UNANSWERED else label_of(question, key) for key in options]
    together = labels[0]
    for label in labels[1:]:
        together = _("%(one)s / %(other)s", one=together, other=label)
    return together


def _not_apart(compared: Sequence[By]) -> str:
    """Not "by chance alone": where all lie far apart, only what lies farther yet stands out."""
    if len(compared) > 1:
        return _("No region and no kind of inspection stands out from the others.")
    if compared == ["regions"]:
        return _("No region stands out from the others.")
    return _("No kind of inspection stands out from the others.")


def _wide(of: Sequence[By]) -> str:
    if len(of) > 1:
        return _(
            "Regions differ from each other by more than chance explains, and so do kinds of"
            " inspection; none stands out from the rest."
        )
    if of == ["regions"]:
        return _(
            "Regions differ from each other by more than chance explains;"
            " none stands out from the rest."
        )
    return _(
        "Kinds of inspection differ from each other by more than chance explains;"
        " none stands out from the rest."
    )
