"""Which fields of a record may still change: one table for before the letter, one for after."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.i18n import gettext as _
from app.registry.fields import NOT_YET
from app.registry.records import Record

AmongInspections = Callable[[AsyncSession, Sequence[UUID]], Awaitable[Collection[UUID]]]


@dataclass(frozen=True)
class Letters:
    """What letters allow of a change. Only invitations knows them; the edge passes this in.

    `gone_among` are those of the inspections whose letter has left, or may have. `take_back` says
    the same, after taking back the letters of all others: they are written anew.
    """

    gone_among: AmongInspections
    take_back: AmongInspections


# Year and number of the act are what a record is known by: they never change.
# After the letter, what decided its box, its group and its reader stays as it was.
# That the act was handed over can then be dated better, but not taken back.
AFTER_LETTER = frozenset({"started_on", "finished_on", "outcome", "inspector", "handed_over_on"})
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
_FIELD_OF = {"email_print": "email"}  # an address is compared by its fingerprint


def handed_over_on(
    entered: Mapping[str, Any], stored: Mapping[str, Any] | None = None
) -> date | None:
    """None: not yet. Left out it stays what it was, and at first is the day of the act."""
    said: date | str | None = entered["handed_over_on"]
    acted: date = entered["act_date"]
    if isinstance(said, date):
        return said
    if said == NOT_YET:
        return None
    before: date | None = stored["handed_over_on"] if stored else acted
    was_same_day = stored is None or before == stored["act_date"]
    return acted if was_same_day else before and max(before, acted)


def differences(stored: Mapping[str, Any], record: Record) -> dict[str, Any]:
    """What `record` would change, and to what. An erased address is never part of it."""
    entered = record.columns
    names = [*_COMPARED, *(name for name in _KEPT_IF_UNSAID if entered[name])]
    if not stored["email_erased"]:
        names += ["email_print", "no_email_reason"]
    new = {name: entered[name] for name in names}
    new |= dict([record.number], handed_over_on=handed_over_on(entered, stored))
    return {
        _FIELD_OF.get(name, name): value for name, value in new.items() if stored[name] != value
    }


def faults_in_change(changes: Mapping[str, Any], *, has_left: bool) -> dict[str, str]:
    """Field -> sentence for each that may not change any more."""
    frozen = changes.keys() - (AFTER_LETTER if has_left else BEFORE_LETTER)
    if has_left and changes.get("handed_over_on", True) is None:
        frozen |= {"handed_over_on"}
    return {
        name: _("The letter about this act has been sent: this can no longer be changed.")
        for name in sorted(frozen)
    }
