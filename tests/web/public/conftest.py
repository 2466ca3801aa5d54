"""An inspectorate with an open box, and links into it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.ballots.boxes import ASIDE, WHOLE, BoxName, Channel, Part, open_box
from app.lib import clock as time
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.wiring import Wiring

GETI = Path(__file__).parents[3] / "app" / "demo" / "inspectorates" / "geti.yaml"
QUARTER = Quarter(2026, 3)
NOON = datetime(2026, 8, 3, 6, tzinfo=UTC)  # in Bishkek
AFTER_CLOSE = datetime(2026, 11, 15, 6, tzinfo=UTC)


@dataclass
class Letters:
    """What the entrepreneurs have in their mailboxes."""

    wiring: Wiring
    box_id: str

    def link(self) -> str:
        return f"/s/{self.wiring.tickets.issue(self.box_id, 1)}"


@pytest.fixture
async def letters(wiring: Wiring, keys: KeyFolder, clock_at_noon: None) -> Letters:
    async with wiring.people.transaction() as session:
        added = await inspectorates.add_from(session, GETI)
    questionnaire = wiring.shelf.latest("post-inspection")
    boxes: dict[Channel, str] = {}
    channels: dict[Channel, list[Part]] = {
        "invited": [Part(1)],
        "open": [Part(1, ("KG-B",)), Part(2, ("KG-C",)), Part(WHOLE), Part(ASIDE)],
    }
    async with wiring.ballots.transaction() as session:
        for channel, parts in channels.items():
            boxes[channel] = await open_box(
                session,
                keys,
                BoxName(added.inspectorate.slug, QUARTER, "post-inspection", 1, channel),
                edition_hash=questionnaire.hash,
                closes_on=QUARTER.closes_on,
                zone="Asia/Bishkek",
                parts=parts,
            )
    return Letters(wiring, boxes["invited"])


@pytest.fixture
def clock_at_noon(clock: None) -> None:
    time.step_to(NOON)
