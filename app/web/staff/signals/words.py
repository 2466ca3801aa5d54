"""Signals, and what was found, in the words of a page."""

from collections.abc import Callable
from math import floor

from app.invitations.signals.judging import Judged, Share, Verdict
from app.invitations.signals.kinds import LATE_AFTER, MANY_FIRMS, Signal
from app.lib.i18n import gettext as _
from app.lib.numbers import count, percent

_LABELS: dict[Signal, Callable[[], str]] = {
    Signal.NO_ADDRESS: lambda: _("Acts without an e-mail address"),
    Signal.CAME_BACK: lambda: _("Letters that came back: there is no such mailbox"),
    Signal.SHARED: lambda: _(
        "One address for %(firms)s or more businesses within a year", firms=MANY_FIRMS
    ),
    Signal.FOREIGN: lambda: _("The inspectorate's own address, or a throw-away one"),
    Signal.LATE: lambda: _("Entered more than %(days)s days after the act", days=LATE_AFTER),
    Signal.CHANGED: lambda: _("Another address entered afterwards"),
    Signal.NOT_MINE: lambda: _("The reader of the letter says: not my inspection"),
}
_BASES: dict[Signal, Callable[[], str]] = {
    Signal.NO_ADDRESS: lambda: _("of all acts"),
    Signal.CAME_BACK: lambda: _("of letters that were delivered or came back"),
    Signal.SHARED: lambda: _("of acts with an address"),
    Signal.FOREIGN: lambda: _("of acts with an address"),
    Signal.LATE: lambda: _("of all acts"),
    Signal.CHANGED: lambda: _("of acts with an address"),
    Signal.NOT_MINE: lambda: _("of letters that were delivered"),
}
_RAREST = 1_000_000  # said of everything that is rarer still


def label(signal: Signal) -> str:
    return _LABELS[signal]()


def base(signal: Signal) -> str:
    """What it is a share of."""
    return _BASES[signal]()


def share(of: Share) -> str:
    """12 of 60 (20 %)"""
    if not of.base:
        return _("none")
    shown = {"count": count(of.count), "base": count(of.base), "share": percent(of.rate)}
    return _("%(count)s of %(base)s (%(share)s)", **shown)


def short(of: Share) -> str:
    """The same for a narrow column: 12/60 (20 %)"""
    return f"{count(of.count)}/{count(of.base)} ({percent(of.rate)})" if of.base else "–"


def once_in(chance: float) -> str:
    """How many cases it takes for it to happen once, rounded down to one digit."""
    cases = floor(min(round(1 / chance, 6) if chance else _RAREST, _RAREST))
    digit = 10 ** (len(str(cases)) - 1)
    return count(cases // digit * digit)


def power(judged: Judged) -> str:
    """How surely the test finds with so many acts what is worth finding."""
    compared = judged.compared
    return _(
        "With a number of %(base)s, somebody with %(dose)s where %(usual)s is usual would be found"
        " in %(found)s of 100 cases.",
        base=count(compared.own.base),
        dose=percent(compared.dose),
        usual=percent(compared.colleagues.rate),
        found=min(99, floor(100 * compared.power(judged.threshold))),
    )


def verdict(judged: Judged) -> str:
    match judged.verdict:
        case Verdict.CHECK:
            return _("Please check this")
        case Verdict.USUAL:
            return _("No more than chance explains")
        case Verdict.TOO_FEW:
            return _too_few(judged)


def limit(judged: Judged) -> str:
    """The count with which they would be pointed out."""
    own = judged.compared.own
    from_ = judged.compared.stands_out_from(judged.threshold)
    return count(from_) if from_ <= own.base else "–"


def _too_few(judged: Judged) -> str:
    if judged.needed is None:
        return _("Too few to say")
    return _("Too few to say: %(needed)s would be needed", needed=count(judged.needed))
