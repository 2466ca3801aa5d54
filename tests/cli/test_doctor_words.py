"""The doctor finds letters whose languages do not say the same any more."""

from app.lib import clock as time
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
