"""One act as it goes into the database: checked, its address sealed, its quarter known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.lib.quarters import Quarter
from app.registry.addresses import Addresses, clean
from app.registry.countries import tax_number_warning
from app.registry.kinds import Flag
from app.registry.tables import Inspectorate

Key = tuple[int, str]  # year and number of the act

_AS_ENTERED = (
    *("act_year", "act_number", "act_date", "started_on", "finished_on"),
    *("kind", "region", "outcome", "tax_number", "no_email_reason", "language"),
)


@dataclass(frozen=True, slots=True)
class Record:
    """`columns` are those of the table, and the tax number in place of the business."""

    columns: dict[str, Any]
    business_name: str

    @property
    def key(self) -> Key:
        return self.columns["act_year"], self.columns["act_number"]


def prepare(addresses: Addresses, inspectorate: Inspectorate, values: Mapping[str, Any]) -> Record:
    """From values without a fault. What is slow (encryption) happens here, before a transaction."""
    email = clean(values["email"]) if values.get("email") else None
    flags = addresses.flags(email, own_domains(inspectorate)) if email else []
    if tax_number_warning(inspectorate.country, values["tax_number"]):
        flags.append(Flag.TAX_NUMBER.value)
    columns = {name: values.get(name) or None for name in _AS_ENTERED} | {
        "quarter": str(Quarter.of(values["act_date"])),
        "email": addresses.seal(email) if email else None,
        "email_print": addresses.print(email) if email else None,
        "flags": flags,
        "inspector": values.get("inspector") or "",
    }
    return Record(columns, values["business_name"])


def own_domains(inspectorate: Inspectorate) -> set[str]:
    """Those of the inspectorate's own staff: no entrepreneur should have an address there."""
    return {inspectorate.sender.rpartition("@")[2], inspectorate.reply_to.rpartition("@")[2]}
