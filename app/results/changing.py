"""What has changed since an earlier quarter, in words: by how much, and how sure that is."""

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext
from app.lib.numbers import percent, points, whole_points
from app.lib.quarters import Quarter
from app.results.figures import Change

CONFIDENCE = 0.95


def compared(name: str, share: str, change: Change) -> str:
    """The headline of a question whose share is known: "Polite: 71%, 5 points more than in Q1"."""
    moved = whole_points(change.change)
    values = {"question": name, "share": share, "points": abs(moved), **_when(change)}
    if moved > 0:
        return ngettext(
            "%(question)s: %(share)s, %(points)s point more than in %(quarter)s",
            "%(question)s: %(share)s, %(points)s points more than in %(quarter)s",
            moved,
            **values,
        )
    if moved < 0:
        return ngettext(
            "%(question)s: %(share)s, %(points)s point less than in %(quarter)s",
            "%(question)s: %(share)s, %(points)s points less than in %(quarter)s",
            -moved,
            **values,
        )
    return _("%(question)s: %(share)s, the same as in %(quarter)s", **values)


def certainty(change: Change) -> str:
    """Whether a change is more than chance. Empty without an interval: nobody was drawn."""
    if change.interval is None:
        return ""
    if change.is_beyond_chance:
        return _("The change since %(quarter)s is larger than chance explains.", **_when(change))
    if change.interval[0] <= 0 <= change.interval[1]:
        return _("Chance alone could explain the change since %(quarter)s.", **_when(change))
    return _(
        "Where so many questions are compared, chance alone could explain"
        " the change since %(quarter)s.",
        **_when(change),
    )


def interval(change: Change) -> str:
    """The change's own; empty without one."""
    if change.interval is None:
        return ""
    return _(
        "It lies between %(low)s and %(high)s points (%(confidence)s interval).",
        low=points(change.interval[0]),
        high=points(change.interval[1]),
        confidence=percent(CONFIDENCE),
    )


def nothing(since: Quarter) -> str:
    return _("No change beyond chance since %(quarter)s", quarter=quarter_name(since))


def words(change: Change) -> str:
    """In points: +5 (+1 to +9)."""
    if change.interval is None:
        return points(change.change)
    return _(
        "%(change)s (%(low)s to %(high)s)",
        change=points(change.change),
        low=points(change.interval[0]),
        high=points(change.interval[1]),
    )


def _when(change: Change) -> dict[str, str]:
    return {"quarter": quarter_name(Quarter.parse(change.quarter))}
