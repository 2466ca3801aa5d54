"""What the staff did is told in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from app.lib.i18n import LANGUAGES, speaking
from app.web.staff.done_in_words import in_words

APP = Path(__file__).resolve().parents[3] / "app"


def recorded() -> Iterator[str]:
    """The acts that the program records, as far as they stand there word for word."""
    for path in APP.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("audit.record", "_done"):
                yield from (
                    str(given.value)
                    for given in call.args[2:4]
                    if isinstance(given, ast.Constant) and " " in str(given.value)
                )


def test_every_act_has_words_in_every_language() -> None:
    acts = set(recorded())
    assert len(acts) > 30
    without = {act for act in acts if in_words(act) is None}
    assert not without, f"Add to app/web/staff/done_in_words.py what people read for {without}."
    for act in acts:
        for language in LANGUAGES[:-1]:  # the last one is English, the language of the source
            with speaking(language):
                told = in_words(act)
            assert told != in_words(act), (language, act)


def test_what_an_act_was_about_stands_behind_it() -> None:
    assert in_words("gave a role (ministry)") == "Gave a role (ministry)"
    assert in_words("did the washing-up") is None
