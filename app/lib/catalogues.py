"""The messages in the program's source, and what the catalogues hold of them.

What a translation was made from is its msgid: a message that changed is another message, and has
no translation yet. Guesses that tools make from a similar one (fuzzy) are stale until confirmed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.lib.files import shipped
from app.lib.standing import Standing

_APP = Path(__file__).resolve().parents[1]
_METHODS = [("**.py", "python"), ("templates/**.*", "jinja2")]
_OPTIONS = {"templates/**.*": {"trimmed": "true", "silent": "false"}}


@dataclass(frozen=True)
class Message:
    context: str | None
    id: str | tuple[str, ...]  # one and many for plurals

    @property
    def forms(self) -> tuple[str, ...]:
        return self.id if isinstance(self.id, tuple) else (self.id,)


@cache
def in_source() -> dict[Message, list[str]]:
    """Message -> the places where it stands. Takes a second."""
    found: dict[Message, list[str]] = {}
    for path, line, id_, _comments, context in _extracted():
        found.setdefault(Message(context, id_), []).append(f"app/{path}:{line}")
    return found


def path_of(language: str) -> Path:
    return shipped("locales") / language / "LC_MESSAGES" / "messages.po"


def translated_languages() -> list[str]:
    """Those that have a catalogue, live or not yet."""
    return sorted(path.parents[1].name for path in shipped("locales").glob("*/*/messages.po"))


def catalogue(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def in_catalogue(catalog: Catalog) -> dict[Message, tuple[str, ...]]:
    """Message -> its translations, one per plural form."""
    return {
        Message(message.context, _one_or_more(message.id)): _strings(message.string or "")
        for message in catalog
        if message.id
    }


def standing(language: str) -> Standing:
    """Of a language with a catalogue, by what the program says now."""
    catalog = catalogue(language)
    there = in_catalogue(catalog)
    guessed = {_one_or_more(message.id) for message in catalog if message.fuzzy}
    found = Standing(len(in_source()))
    for message, places in in_source().items():
        where = f"{places[0]}: {message.forms[0]}"
        if not all(there.get(message, ("",))):
            found.missing.append(where)
        elif message.id in guessed:
            found.stale.append(where)
    return found


def _one_or_more(id_: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return id_ if isinstance(id_, str) else tuple(id_)


def _strings(string: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _extracted() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    return extract_from_dir(_APP, _METHODS, _OPTIONS)
