"""The messages in the program's source, and what the catalogues hold of them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = ("ky", "kk", "ru")


@dataclass(frozen=True)
class Message:
    context: str | None
    id: str | tuple[str, ...]  # one and many for plurals

    @property
    def forms(self) -> tuple[str, ...]:
        return self.id if isinstance(self.id, tuple) else (self.id,)


@cache
def in_source() -> dict[Message, list[str]]:
    """Message -> the places where it stands."""
    found: dict[Message, list[str]] = {}
    for path, line, id_, _comments, context in _extracted():
        found.setdefault(Message(context, id_), []).append(f"{path}:{line}")
    return found


def catalogue(language: str) -> Catalog:
    with (ROOT / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def in_catalogue(catalog: Catalog) -> dict[Message, tuple[str, ...]]:
    """Message -> its translations, one per plural form."""
    return {
        Message(message.context, _one_or_more(message.id)): _strings(message.string or "")
        for message in catalog
        if message.id
    }


def _one_or_more(id_: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return id_ if isinstance(id_, str) else tuple(id_)


def _strings(string: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _extracted() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: mapping for mapping in mappings}
    return extract_from_dir(ROOT, methods, options)
