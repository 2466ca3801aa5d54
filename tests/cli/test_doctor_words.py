"""The doctor finds letters whose languages do not say the same any more."""

from datetime import date
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest

from app import parts
from app.ballots.boxes import EditionChanged
from app.ballots.editions import refuse_used_drafts
from app.ballots.tables import Box
from app.cli.examining import languages
from app.lib import clock as time
from app.lib.files import shipped
from app.questionnaires.loading import Shelf
from app.registry import inspectorates
from app.registry.signers import signers as signed
from app.registry.tables import Signer
from tests.backups.conftest import Typed, geti, typed
from tests.cli.test_doctor import words
from tests.installation import Installation

__all__ = ["geti", "typed"]


async def test_words_of_a_signer_that_changed_in_one_language_only_are_an_error(
    geti: Installation, typed: Typed
) -> None:
    async with geti.wiring.people.transaction() as session:
        (body,) = await inspectorates.all_of(session)
        minister = (await signed(session, body, time.now()))["minister"]
        texts = {
            it: said | {"words": f"{it}?" if it == "kk" else said["words"]}
            for it, said in minister.texts.items()
        }
        values = minister.model_dump(exclude={"id", "version", "texts"})
        session.add(Signer(**values, version=2, texts=texts))
    assert await words(typed, "letters' signers") == (
        "ky 83 %, ru 83 %, en 83 %: see `pikir i18n status`"
    )


async def test_a_draft_is_a_warning_and_one_that_has_been_used_an_error(
    geti: Installation, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    surveys = tmp_path / "surveys"
    copytree(shipped("surveys"), surveys)
    first = surveys / "post-inspection/1.yaml"
    second = first.read_text().replace("edition: 1", "edition: 2").replace("  kk: ", "  #: ", 1)
    first.with_name("2.yaml").write_text(second)
    monkeypatch.setattr(languages, "Shelf", partial(Shelf, surveys))
    monkeypatch.setattr(parts, "_shelf", lambda _shipped: Shelf(surveys))
    assert "post-inspection/2.yaml is not said in every language" in await words(
        typed, "questionnaires"
    )
    box = Box(
        id="0" * 12,
        inspectorate="geti",
        quarter="2026-Q3",
        questionnaire="post-inspection",
        edition=2,
        edition_hash="0" * 64,
        channel="open",
        zone="Asia/Bishkek",
        closes_on=date(2026, 11, 14),
    )
    async with geti.wiring.ballots.transaction() as session:
        session.add(box)
    assert "2.yaml has been used and was altered" in await words(typed, "questionnaires")
    with pytest.raises(EditionChanged, match=r"2\.yaml has been used"):
        await refuse_used_drafts(geti.wiring.ballots, Shelf(surveys))
