"""What decisions, measures and fields are called."""

from app.lib.i18n import gettext as _
from app.remarks.reading import OPEN
from app.remarks.tables import Kind, Progress


def kinds() -> dict[str, str]:
    return {
        Kind.CONSIDERED: _("Considered"),
        Kind.MEASURE: _("A measure"),
        Kind.NO_ACTION: _("No action"),
    }


def states() -> dict[str, str]:
    return {OPEN: _("Not decided yet"), **kinds()}


def progress() -> dict[str, str]:
    return {
        Progress.PLANNED: _("Planned"),
        Progress.UNDER_WAY: _("Under way"),
        Progress.DONE: _("Done"),
        Progress.DROPPED: _("Dropped"),
    }


def labels() -> dict[str, str]:
    return {
        "remarks": _("Remarks"),
        "kind": _("Decision"),
        "reason": _("Reason"),
        "measure": _("Which measure"),
        "what": _("What will be done"),
        "owner": _("Who answers for it"),
        "due_on": _("Until when"),
        "progress": _("State of the measure"),
        "marked": _("Words to be masked"),
    }
