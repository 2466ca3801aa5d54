"""The doctor finds what is shown and tells what is hidden."""

from app.ballots.boxes import BoxName
from app.ballots.tables import Box
from app.lib.quarters import Quarter
from tests.backups.conftest import Typed, geti, typed
from tests.cli.test_doctor import levels, words
from tests.installation import Installation
from tests.making.ballots import make_box
from tests.making.moves import BEFORE, PARTS, TELLING, show

__all__ = ["geti", "typed"]
USUAL = BoxName("geti", Quarter(2026, 3), "post-inspection", 1)


async def test_what_tells_what_is_hidden_is_an_error(geti: Installation, typed: Typed) -> None:
    box_id = await make_box(geti.wiring.ballots, geti.wiring.keys, *PARTS, name=USUAL)
    await show(geti.wiring.ballots, box_id, BEFORE)
    assert (await levels(typed))["disclosure"] == "OK"
    await show(geti.wiring.ballots, box_id, BEFORE, TELLING)
    assert (await levels(typed))["disclosure"] == "ERROR"
    said = await words(typed, "disclosure")
    assert said.startswith("geti: What is shown tells what is hidden: 2026-Q3 courtesy.")
    assert "`pikir disclosure geti 2026`" in said
    assert said.endswith("None of it is released")


async def test_what_cannot_be_audited_is_an_error(geti: Installation, typed: Typed) -> None:
    box_id = await make_box(geti.wiring.ballots, geti.wiring.keys, *PARTS, name=USUAL)
    async with geti.wiring.ballots.transaction() as session:
        (await session.get_one(Box, box_id)).edition = 99
    assert "geti: nobody can tell, and nothing is released" in await words(typed, "disclosure")
