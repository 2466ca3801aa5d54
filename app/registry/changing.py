"""Which fields of a record may still change: one table for before the letter, one for after."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.i18n import gettext as _
from app.registry.records import Record

# Which of these inspections have had their letter. Only invitations knows; the edge passes it in.
InvitedAmong = Callable[[AsyncSession, Sequence[UUID]], Awaitable[Collection[UUID]]]

# Year and number of the act are what a record is known by: they never change.
# After the letter, what decided its box, its group and its reader stays as it was.
AFTER_LETTER = frozenset({"started_on", "finished_on", "outcome", "inspector"})
BEFORE_LETTER = AFTER_LETTER | {
    "act_date",
    "kind",
    "region",
    "tax_number",
    "licence_number",
    "email",
    "no_email_reason",
    "language",
}

_COMPARED = ("act_date", "started_on", "finished_on", "kind", "region", "outcome")
_KEPT_IF_UNSAID = ("language", "inspector")


def differences(stored: Mapping[str, Any], record: Record) -> set[str]:
    """The fields that `record` would change. An erased address is never one of them."""
    entered = record.columns
    found = {name for name in _COMPARED if stored[name] != entered[name]}
    found |= {name for name in _KEPT_IF_UNSAID if entered[name] not in ("", None, stored[name])}
    kind, number = record.number
    if stored[kind] != number:
        found.add(kind)
    if not stored["email_erased"]:
        if stored["email_print"] != entered["email_print"]:
            found.add("email")
        if stored["no_email_reason"] != entered["no_email_reason"]:
            found.add("no_email_reason")
    return found


def faults_in_change(fields: set[str], *, is_invited: bool) -> dict[str, str]:
    """Field -> sentence for each that may not change any more."""
    allowed = AFTER_LETTER if is_invited else BEFORE_LETTER
    return {
        name: _("The letter about this act has been sent: this can no longer be changed.")
        for name in sorted(fields - allowed)
    }
