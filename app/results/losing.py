"""The way from inspections to answers, step by step, and how many were lost on the way and why."""

from dataclasses import dataclass

from app.lib.i18n import gettext as _
from app.results.rates import Rates


@dataclass(frozen=True)
class Loss:
    why: str
    n: int


@dataclass(frozen=True)
class Step:
    """`n` are left at this step; `lost` before the next one, only reasons that occur."""

    name: str
    n: int
    lost: tuple[Loss, ...] = ()


def steps(rates: Rates) -> list[Step]:
    """In the language being spoken."""
    without_address = rates.inspections - rates.with_email
    silent = max(0, rates.delivered - rates.answered)  # slips are answered without a letter
    return [
        _step(
            _("Inspections on record"),
            rates.inspections,
            (_("No e-mail address on record"), without_address),
        ),
        _step(
            _("With an e-mail address"),
            rates.with_email,
            (_("Not invited yet"), rates.to_invite),
            (_("Not invited: wants no letters, or they come back"), rates.suppressed),
            (_("Not invited: too late"), rates.too_late),
        ),
        _step(
            _("Invited by letter"),
            rates.invited,
            (_("Letter refused or stopped"), rates.failed),
            (_("Letter on its way"), rates.waiting),
        ),
        _step(
            _("Letter delivered"),
            rates.delivered,
            (_("No answer, or it waits to be mixed"), silent),
        ),
        Step(_("Answered"), rates.answered),
    ]


def largest(rates: Rates) -> Loss | None:
    """Where most are lost; None if nobody is."""
    losses = [loss for step in steps(rates) for loss in step.lost]
    return max(losses, key=lambda loss: loss.n, default=None)


def _step(name: str, n: int, *losses: tuple[str, int]) -> Step:
    return Step(name, n, tuple(Loss(why, lost) for why, lost in losses if lost > 0))
