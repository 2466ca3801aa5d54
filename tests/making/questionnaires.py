"""A small questionnaire with every type of question, and ways to spoil it."""

from pathlib import Path

from app.lib.i18n import LANGUAGES
from app.questionnaires.definition import Questionnaire
from app.questionnaires.loading import load, load_draft
from app.translations.accepting import accept_translations


def words(text: str, indent: int = 6) -> str:
    """The same words in every language."""
    return "".join(f"{' ' * indent}{language}: {text}\n" for language in ("ky", "kk", "ru", "en"))


def option(value: str, extra: str = "") -> str:
    label = words(value.capitalize(), 10)
    return f"      - value: {value}\n{extra}        label:\n{label}"


def question(identifier: str, kind: str, rest: str) -> str:
    named = identifier.capitalize()
    return (
        f"  - id: {identifier}\n    type: {kind}\n    theme: conduct\n"
        f"    text:\n{words(f'{named}?')}    short:\n{words(named)}{rest}"
    )


SMALL = (
    "name: small\nedition: 1\nminutes: 2\ntitle:\n"
    + words("A small questionnaire", 2)
    + "scales:\n  agreement:\n"
    + "".join(option(value) for value in ("bad", "fair", "good"))
    + option("na", "        outside: true\n")
    + "questions:\n"
    + question("visit", "single", "    options:\n" + option("yes") + option("no"))
    + question(
        "rooms",
        "multiple",
        "    ask_if:\n      question: visit\n      any_of: [yes]\n    options:\n"
        + option("kitchen")
        + option("store")
        + option("none", "        alone: true\n")
        + option("forgot", "        outside: true\n"),
    )
    + question("kitchen", "text", "    ask_if: {question: rooms, any_of: [kitchen]}\n")
    + "    max_length: 50\n"
    + question("days", "number", "    minimum: 0\n    maximum: 5000\n    bands: [0, 1, 2, 10]\n")
    + question("manner", "scale", "    scale: agreement\n    positive: [good]\n")
    + "    required: true\n"
    + question("advice", "text", "    max_length: 20\n")
)


def write_questionnaire(folder: Path, content: str = SMALL, name: str = "small/1.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def shelve(folder: Path, content: str = SMALL, name: str = "small/1.yaml") -> Path:
    """The same, and its translations are said to fit."""
    path = write_questionnaire(folder, content, name)
    draft = load_draft(path)
    accept_translations(draft, LANGUAGES, [worded.place for worded in draft.worded])
    return path


def make_questionnaire(folder: Path) -> Questionnaire:
    return load(write_questionnaire(folder))
