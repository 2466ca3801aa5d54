"""The questionnaires with one question more, by which the tests know whose answer is whose."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import parts
from app.lib.files import shipped
from app.lib.i18n import LANGUAGES
from app.questionnaires.loading import load_draft
from app.translations.accepting import accept_translations
from tests.making.questionnaires import question

HIGHEST_MARK = 1_000_000_000
_QUESTION = question(
    "mark", "number", f"    minimum: 0\n    maximum: {HIGHEST_MARK}\n    bands: [0]\n"
)


@contextmanager
def marked_surveys(folder: Path) -> Iterator[None]:
    """Whoever reads the questionnaires from here on reads these."""
    shutil.copytree(shipped("surveys"), folder)
    edition = folder / "post-inspection" / "1.yaml"
    with edition.open("a", encoding="utf-8") as file:
        file.write(_QUESTION)
    draft = load_draft(edition)
    accept_translations(draft, LANGUAGES, [worded.place for worded in draft.worded])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "shipped", lambda _name: folder)
        yield
