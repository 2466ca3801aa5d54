"""What became of messages, in words for administrators."""

from collections.abc import Callable

from app.lib.i18n import gettext as _
from app.publications.tables import WebhookMessage
from app.publications.webhooks.faults import NO_LINE, NOT_PUBLIC, TOO_SLOW, UNREADABLE
from app.publications.webhooks.queueing import DELIVERED, GIVEN_UP, TEST

_FAULTS: dict[str, Callable[[], str]] = {
    NOT_PUBLIC: lambda: _("The name leads to no public address."),
    NO_LINE: lambda: _("No connection came about, or it broke."),
    UNREADABLE: lambda: _("The secret cannot be read: remove the address and add it anew."),
    TOO_SLOW: lambda: _("There was no answer within ten seconds."),
}


def subject(message: WebhookMessage) -> str:
    """What it is about."""
    if message.type == TEST:
        return _("Test")
    return f"{message.data['inspectorate']} {message.data['period']}"


def in_words(message: WebhookMessage) -> str:
    """A sentence or two."""
    if message.state == DELIVERED:
        return _("Delivered.")
    if not message.tries or (message.state != GIVEN_UP and not message.fault):
        return _("It is being sent.")
    fault = _fault(message.fault)
    if message.state == GIVEN_UP:
        return _("Given up after %(tries)s tries. %(fault)s", tries=message.tries, fault=fault)
    return _("Not delivered yet: it will be tried again. %(fault)s", fault=fault)


def _fault(fault: str) -> str:
    if fault in _FAULTS:
        return _FAULTS[fault]()
    return _("The answer was: %(status)s.", status=fault.removeprefix("status "))
