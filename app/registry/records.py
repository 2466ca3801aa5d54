"""One act as it goes into the database: checked, its address sealed, its quarter known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.lib.quarters import Quarter
from app.registry.addresses import Addresses, clean
from app.registry.businesses import Number
from app.registry.countries import tax_number_warning
from app.registry.fields import NUMBERS
from app.registry.kinds import Flag
from app.registry.rules import says_something
from app.registry.tables import Inspectorate

Key = tuple[int, str]  # year and number of the act
Pair = tuple[str, str]  # tax number and licence number

_AS_ENTERED = (
    *("act_year", "act_number", "act_date", "started_on", "finished_on"),
    *("kind", "region", "outcome", "no_email_reason", "language", "handed_over_on"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """`columns` are those of the table without the business; `handed_over_on` is as it was
    entered, and changing.handed_over_on says what that means."""

    columns: dict[str, Any]
    number: Number
    business_name: str
    pair: Pair | None = None  # where both were given
    entered_as_id: UUID | None = None  # the merged business under whose number it came

    @property
    def key(self) -> Key:
        return self.columns["act_year"], self.columns["act_number"]


def prepare(addresses: Addresses, inspectorate: Inspectorate, values: Mapping[str, Any]) -> Record:
    """From values without a fault. What is slow (encryption) happens here, before a transaction."""
    email = clean(values["email"]) if values.get("email") else None
    flags = addresses.flags(email, own_domains(inspectorate)) if email else []
    number = _number(values)
    if _is_odd(inspectorate.country, number):
        flags.append(Flag.TAX_NUMBER.value)
    columns = {name: values.get(name) or None for name in _AS_ENTERED} | {
        "quarter": str(Quarter.of(values["act_date"])),
        "email": addresses.seal(email) if email else None,
        "email_print": addresses.print(email) if email else None,
        "flags": flags,
        "inspector": values.get("inspector") or "",
    }
    return Record(columns, number, values["business_name"], _pair(values))


def _number(values: Mapping[str, Any]) -> Number:
    return next((name, values[name]) for name in NUMBERS if values.get(name))


def _pair(values: Mapping[str, Any]) -> Pair | None:
    tax, licence = (values.get(name) for name in NUMBERS)
    return (tax, licence) if tax and licence and says_something(licence) else None


def _is_odd(country: str, number: Number) -> bool:
    name, written = number
    return name == "tax_number" and tax_number_warning(country, written) is not None


def own_domains(inspectorate: Inspectorate) -> set[str]:
    """Those of the inspectorate's own staff: no entrepreneur should have an address there."""
    return {inspectorate.sender.rpartition("@")[2], inspectorate.reply_to.rpartition("@")[2]}
