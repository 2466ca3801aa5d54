"""What was heard in a call, and what it says about the record.

The caller is shown no e-mail address: what the entrepreneur names is typed in, compared with the
record by its keyed fingerprint, and forgotten.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from app.invitations.calls.tables import Call
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.registry.addresses import Addresses, clean
from app.registry.tables import Inspection

_Choice = TypeVar("_Choice", bound=StrEnum)


class Heard(StrEnum):
    NOT_REACHED = "not-reached"
    REFUSED = "refused"
    NEVER_INSPECTED = "never-inspected"
    INSPECTED = "inspected"


class Gave(StrEnum):
    """Whether they gave the inspector an e-mail address."""

    YES = "yes"
    NO = "no"
    UNSAID = "unsaid"


class Address(StrEnum):
    """What that says about the record."""

    RIGHT = "right"  # it is as they say, also if they say that they gave none
    WRONG = "wrong"  # another address stands there, or one although they gave none
    LEFT_OUT = "left-out"  # they gave one, and none stands there
    UNSAID = "unsaid"


def hear(
    addresses: Addresses,
    call: Call,
    inspection: Inspection,
    entered: Mapping[str, str],
    by: UUID,
    today: date,
) -> None:
    """`entered`: `heard`, and of INSPECTED also `gave` and `email`. Raises Invalid. What was heard
    later takes the place of what was heard before.
    """
    heard = _read(entered, "heard", Heard, _("Choose what came of the call."))
    call.address = None
    if heard is Heard.INSPECTED:
        call.address = _judged(addresses, inspection, entered).value
    call.heard, call.heard_by, call.heard_on = heard.value, by, today


def _judged(addresses: Addresses, inspection: Inspection, entered: Mapping[str, str]) -> Address:
    on_record = inspection.email_print
    match _read(entered, "gave", Gave, _("Choose what they say about the address.")):
        case Gave.UNSAID:
            return Address.UNSAID
        case Gave.NO:
            return Address.RIGHT if on_record is None else Address.WRONG
        case Gave.YES if on_record is None:
            return Address.LEFT_OUT
        case Gave.YES:
            said = addresses.print(_email(entered.get("email", "")))
            return Address.RIGHT if said == on_record else Address.WRONG


def _email(written: str) -> str:
    try:
        return clean(written)
    except ValueError as error:
        raise Invalid({"email": str(error)}) from error


def _read(entered: Mapping[str, str], name: str, choices: type[_Choice], fault: str) -> _Choice:
    try:
        return choices(entered.get(name, ""))
    except ValueError as error:
        raise Invalid({name: fault}) from error
