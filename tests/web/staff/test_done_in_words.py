"""What the staff did is told in the reader's language."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from app.accounts.roles import Role
from app.lib.i18n import LANGUAGES, speaking
from app.mail.suppressing import Reason
from app.remarks.tables import Kind, Progress
from app.web.staff.done_in_words import in_words
from app.web.staff.remarks import masks

APP = Path(__file__).resolve().parents[3] / "app"
ACT = {"audit.record": 2, "_done": 3, "at.record": 0}  # which argument names the act
# What an act's name is put together from, and all that may stand there.
PARTS = {
    "role": tuple(Role),
    "held.role": tuple(Role),
    "reason": get_args(Reason),
    "verdict.kind": tuple(Kind),
    "measure.progress": tuple(Progress),
}


def recorded() -> Iterator[str]:
    """The acts that the program records."""
    for path in APP.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ACT:
                yield from written(path, call.args[ACT[ast.unparse(call.func)]])


def written(path: Path, act: ast.expr) -> Iterator[str]:
    """Every text that the expression may be."""
    match act:
        case ast.Constant():
            yield str(act.value)
        case ast.JoinedStr():
            yield from ("".join(parts) for parts in product(*map(part, act.values)))
        case ast.Name(id="act") if path.name in ("one_person.py", "desk.py"):
            pass  # handed on by _done and Desk.record, whose callers are looked at
        case ast.Subscript(value=ast.Name(id="ACTS")):
            yield from masks.ACTS.values()
        case _:
            pytest.fail(f"{path}: {ast.unparse(act)}: name the act where it is recorded.")


def part(of: ast.expr) -> tuple[str, ...]:
    if isinstance(of, ast.FormattedValue):
        return PARTS[ast.unparse(of.value)]
    assert isinstance(of, ast.Constant)
    return (str(of.value),)


def test_every_act_has_words_in_every_language() -> None:
    acts = set(recorded())
    assert acts >= {"signed in", "added ministry", "took a role (director)"}
    without = {act for act in acts if in_words(act) is None}
    assert not without, f"Add to app/web/staff/done_in_words.py what people read for {without}."
    for act in acts:
        english = in_words(act)
        for language in LANGUAGES[:-1]:  # the last one is English, the language of the source
            with speaking(language):
                told = in_words(act)
            assert told
            assert told != english, (language, act)
            assert told.partition("(")[2] != str(english).partition("(")[2] or "(" not in told


def test_what_an_act_was_about_stands_behind_it() -> None:
    assert in_words("gave a role (ministry)") == "Gave a role (Ministry)"
    assert in_words("resumed letters (hard)") == (
        "Let letters go to an address again (there was no such mailbox)"
    )
    assert in_words("did the washing-up") is None
