"""Makers of registers that are on their way in."""

from typing import Any
from uuid import uuid4

from app.lib import clock
from app.registry.addresses import Addresses
from app.registry.importing.column_map import ColumnMap
from app.registry.importing.map_file import to_yaml
from app.registry.tables import Inspectorate
from app.registry.uploads import keeping, stages
from app.registry.uploads.stages import Fault, Seen, Told
from app.registry.uploads.tables import Upload

_NUMBERS = dict.fromkeys(("act_number", "licence_number", "business_name"), "number")
_DAYS = dict.fromkeys(("act_date", "started_on", "finished_on"), "day")
MAP = ColumnMap(
    columns={
        "act_number": "number",
        "licence_number": "number",
        "business_name": "number",
        "kind": "sort",
        **_DAYS,
    },
    values={"kind": {"planned": "scheduled"}},
    constants={"region": "KG-GB", "outcome": "other", "no_email_reason": "other"},
)
SEEN = Seen(
    form="CSV, UTF-8",
    columns=["number", "day", "sort"],
    is_ours=False,
    rows=[["17", "20.07.2026", "planned"]],
    words={"number": None, "day": {"20.07.2026": 1}, "sort": {"planned": 1}},
)
TOLD = Told(
    added=240,
    changed=3,
    unchanged=1_000,
    refused_rows=1,
    faults=[Fault(17, "sort", "sudden", "Use one of these words: scheduled, desk.")],
)


def make_upload(inspectorate: Inspectorate, addresses: Addresses, **changes: Any) -> Upload:
    """One that was tried, with everything that it can have."""
    fields: dict[str, Any] = {
        "id": uuid4(),
        "inspectorate_id": inspectorate.id,
        "person_id": uuid4(),
        "language": "en",
        "name": "july.csv",
        "began_at": clock.now(),
        "stage": stages.REHEARSED,
        "seen": keeping.sealed(addresses, SEEN),
        "column_map": addresses.seal_bytes(to_yaml(MAP).encode()),
        "told": keeping.sealed(addresses, TOLD),
        "sheet": addresses.seal_bytes(b"PK"),
    }
    return Upload(**fields | changes)
