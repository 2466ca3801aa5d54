"""What is typed to do a worker's job by hand."""

from pathlib import Path

import pytest

from app.ballots.boxes import BoxName
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.lib.turns import turn
from tests.cli.conftest import Typed
from tests.making.ballots import cast, make_box, make_content

USUAL = BoxName("geti", Quarter(2026, 3), "post-inspection", 1)
pytestmark = pytest.mark.usefixtures("clock")


async def test_nothing_due_is_nothing_sent(typed: Typed) -> None:
    assert (await typed("deliver")).output == "0 sent, 0 to be tried again, 0 failed, 0 uncertain\n"


async def test_who_mixes_beside_the_worker_is_told_to_wait(
    typed: Typed, ballots: Database, keys: KeyFolder
) -> None:
    async with turn("mixing", ballots, keys):
        refused = await typed("mix")
    assert refused.output == "Error: Another process is mixing now. Try again later.\n"
    assert (await typed("mix")).exit_code == 0


async def test_mixing_on_another_machine_is_refused_in_words(
    typed: Typed, ballots: Database, tmp_path: Path
) -> None:
    await make_box(ballots, KeyFolder(tmp_path / "first"))
    refused = await typed("mix")
    assert refused.exit_code == 1
    assert "belongs to the key folder" in refused.output


async def test_an_edition_that_was_altered_is_named(
    typed: Typed, ballots: Database, keys: KeyFolder
) -> None:
    box_id = await make_box(ballots, keys, name=USUAL)  # with the hash of another file
    await cast(ballots, box_id, [make_content() for _ in range(10)])
    refused = await typed("mix")
    assert refused.exit_code == 1
    assert "surveys/post-inspection/1.yaml was altered" in refused.output
