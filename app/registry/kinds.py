"""The fixed words of a record: kinds, outcomes, why there is no address, and what looks odd."""

from collections.abc import Callable
from enum import StrEnum

from app.lib.i18n import gettext as _


class Kind(StrEnum):
    SCHEDULED = "scheduled"
    UNSCHEDULED = "unscheduled"
    FOLLOWUP = "followup"
    REPEAT = "repeat"
    COUNTER = "counter"
    PREVENTIVE_VISIT = "preventive_visit"
    DESK = "desk"
    CONTROL_PURCHASE = "control_purchase"
    INVESTIGATION = "investigation"
    OTHER = "other"


class Outcome(StrEnum):
    NO_VIOLATION = "no_violation"
    VIOLATION_WARNING = "violation_warning"
    VIOLATION_FINE = "violation_fine"
    SUSPENDED = "suspended"
    OTHER = "other"


class NoEmailReason(StrEnum):
    HAS_NONE = "has_none"
    REFUSED = "refused"
    NOT_PRESENT = "not_present"
    OTHER = "other"


class Flag(StrEnum):
    """Why a record deserves a second look by the ministry. A flag never refuses anything."""

    OWN_DOMAIN = "own_domain"
    DISPOSABLE = "disposable"
    MISTYPED = "mistyped"
    NO_SUCH_DOMAIN = "no_such_domain"
    TAKES_NO_MAIL = "takes_no_mail"
    TAX_NUMBER = "tax_number"


OUTCOMES = tuple(Outcome)
NO_EMAIL_REASONS = tuple(NoEmailReason)

# Kyrgyz law 72 of 2007 and its practice; Kazakh Entrepreneurial Code, articles 137 to 144-5.
_KINDS_OF = {
    "KG": (
        Kind.SCHEDULED,
        Kind.UNSCHEDULED,
        Kind.FOLLOWUP,
        Kind.REPEAT,
        Kind.COUNTER,
        Kind.DESK,
        Kind.OTHER,
    ),
    "KZ": (
        Kind.SCHEDULED,
        Kind.UNSCHEDULED,
        Kind.PREVENTIVE_VISIT,
        Kind.DESK,
        Kind.CONTROL_PURCHASE,
        Kind.INVESTIGATION,
        Kind.OTHER,
    ),
}

_LABELS: dict[str, Callable[[], str]] = {
    Kind.SCHEDULED: lambda: _("Scheduled inspection"),
    Kind.UNSCHEDULED: lambda: _("Unscheduled inspection"),
    Kind.FOLLOWUP: lambda: _("Follow-up (control) inspection"),
    Kind.REPEAT: lambda: _("Repeat inspection"),
    Kind.COUNTER: lambda: _("Counter (cross-check) inspection"),
    Kind.PREVENTIVE_VISIT: lambda: _("Preventive control with a visit"),
    Kind.DESK: lambda: _("Desk control"),
    Kind.CONTROL_PURCHASE: lambda: _("Control purchase"),
    Kind.INVESTIGATION: lambda: _("Investigation"),
    Outcome.NO_VIOLATION: lambda: _("No violation found"),
    Outcome.VIOLATION_WARNING: lambda: _("Violation found, warning or instruction given"),
    Outcome.VIOLATION_FINE: lambda: _("Violation found, fine imposed"),
    Outcome.SUSPENDED: lambda: _("Activity suspended"),
    NoEmailReason.HAS_NONE: lambda: _("The business has no e-mail address"),
    NoEmailReason.REFUSED: lambda: _("The entrepreneur did not want to give it"),
    NoEmailReason.NOT_PRESENT: lambda: _("Nobody who could give it was present"),
    Flag.OWN_DOMAIN: lambda: _("The address belongs to the inspectorate"),
    Flag.DISPOSABLE: lambda: _("The address is of a service for throw-away addresses"),
    Flag.MISTYPED: lambda: _("The address looks mistyped"),
    Flag.NO_SUCH_DOMAIN: lambda: _("There is no such domain as the address names"),
    Flag.TAKES_NO_MAIL: lambda: _("The domain of the address takes no mail"),
    Flag.TAX_NUMBER: lambda: _("The check digit of the taxpayer's number is wrong"),
    "other": lambda: _("Other"),  # the same word in every list
}


def kinds_of(country: str) -> tuple[Kind, ...]:
    """The kinds that the country's law knows, in the order of a form."""
    return _KINDS_OF[country]


def label(value: str) -> str:
    """Of a kind, outcome, reason or flag, in the language being spoken."""
    return _LABELS[value]()
