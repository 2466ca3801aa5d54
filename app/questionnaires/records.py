"""One block of the file: its fields by name, and a fault for everything that is not as expected.

A faulty field reads as something harmless, so that reading goes on and finds the other faults.
"""

import re

from app.lib.faults import did_you_mean, quoted
from app.lib.i18n import ENGLISH_NAMES, LANGUAGES
from app.lib.plain_yaml import Fields, Leaf, Node, Rows
from app.questionnaires.definition import Text
from app.questionnaires.faults import EditionFaults
from app.questionnaires.worded import Worded, Written

WHOLE = re.compile(r"[0-9]{1,10}")
_NOTHING = Fields(0)


class Record:
    """`who` names it in faults, such as `question "rights"`; `known` are the keys it may have."""

    def __init__(self, node: Node, who: str, known: tuple[str, ...], faults: EditionFaults) -> None:
        self.line = node.line
        self.who = who
        self.faults = faults
        self.is_block = isinstance(node, Fields)
        self._entries = (node if isinstance(node, Fields) else _NOTHING).entries
        if not self.is_block:
            self.fault(None, f'{who} must be a block of "key: value" lines.')
        for key in self._entries.keys() - set(known):
            self.fault(key, f"{who} has the unknown key {quoted(key)}. {did_you_mean(key, known)}")

    def fault(self, key: str | None, sentence: str) -> None:
        self.faults.add(self._line(key), sentence)

    def _line(self, key: str | None) -> int:
        """That of `key` if that stands there, else the one where the block begins."""
        node = self._entries.get(key) if key else None
        return node.line if node else self.line

    def get(self, key: str) -> Node | None:
        return self._entries.get(key)

    def need(self, key: str) -> Node | None:
        """The same, and a fault if it is missing."""
        node = self._entries.get(key)
        if node is None and self.is_block:
            self.fault(None, f"{self.who} has no {key}. Add {key}.")
        return node

    def word(self, key: str, pattern: re.Pattern[str], looks: str) -> str:
        node = self.need(key)
        if isinstance(node, Leaf) and pattern.fullmatch(node.text):
            return node.text
        if node:
            self.fault(key, f"{self.who}: {key} must be {looks}.")
        return ""

    def choice(self, key: str, among: tuple[str, ...]) -> str:
        node = self.need(key)
        if isinstance(node, Leaf) and node.text in among:
            return node.text
        if node:
            written = node.text if isinstance(node, Leaf) else ""
            cure = did_you_mean(written, among)
            self.fault(key, f"{self.who} has the unknown {key} {quoted(written)}. {cure}")
        return ""

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number; `default`, if there is one, where none is written; `low` if faulty."""
        if default is not None and key not in self._entries:
            return default
        node = self.need(key)
        if isinstance(node, Leaf) and WHOLE.fullmatch(node.text) and low <= int(node.text) <= high:
            return int(node.text)
        if node:
            self.fault(key, f"{self.who}: {key} must be a whole number from {low} to {high}.")
        return low

    def flag(self, key: str) -> bool:
        """False if it is not written."""
        node = self.get(key)
        written = node.text if isinstance(node, Leaf) else ""
        if node and written not in ("true", "false"):
            self.fault(key, f"{self.who}: {key} must be true or false.")
        return written == "true"

    def words(self, key: str) -> tuple[str, ...]:
        """A list of plain words, each once; nothing if it is not written."""
        found: list[str] = []
        for node in self.rows(key) if self.get(key) else []:
            if not isinstance(node, Leaf) or not node.text:
                self.fault(key, f"{self.who}: {key} must be a list of plain words.")
            elif node.text in found:
                self.fault(key, f"{self.who}: {key} names {quoted(node.text)} twice. Remove one.")
            else:
                found.append(node.text)
        return tuple(found)

    def rows(self, key: str) -> list[Node]:
        node = self.need(key)
        return rows(node, f"{self.who}: {key}", self.faults) if node else []

    def text(self, key: str, longest: int) -> Text:
        """Words in every language, at most `longest` characters each."""
        node = self.need(key)
        if node is None:
            return dict.fromkeys(LANGUAGES, "")
        words = Record(node, f"{self.who}: {key}", LANGUAGES, self.faults)
        if isinstance(node, Fields):
            self.faults.worded.append(_worded(words.who, node, longest))
        return {language: self._said(words, key, language, longest) for language in LANGUAGES}

    def _said(self, words: "Record", key: str, language: str, longest: int) -> str:
        node = words.get(language)
        name = f"{ENGLISH_NAMES[language]} {key}"
        if isinstance(node, Rows | Fields):
            words.fault(language, f"{self.who}: the {name} must be words.")
        elif words.is_block and (node is None or not node.text):
            gap = f"{self.who} has no {name}. Add {key}.{language}."
            words.faults.gap(words._line(language), gap)
        elif node and len(node.text) > longest:
            much = f"{len(node.text)} characters. Shorten it to {longest}"
            words.fault(language, f"{self.who}: the {name} has {much}.")
        return node.text if isinstance(node, Leaf) else ""


def _worded(place: str, node: Fields, longest: int) -> Worded:
    said = {
        language: Written(leaf.text, leaf.line, leaf.span)
        for language, leaf in node.entries.items()
        if isinstance(leaf, Leaf)
    }
    return Worded(place, node.line, longest, said, node.is_flow)


def rows(node: Node, what: str, faults: EditionFaults) -> list[Node]:
    """What a list holds, which is at least one thing."""
    if isinstance(node, Rows) and node.items:
        return node.items
    faults.add(node.line, f'{what} must be a list. Begin each line below it with "- ".')
    return []


def glance(node: Node, key: str) -> str:
    """A first look at a field, to name its block in faults before the block is read."""
    found = node.entries.get(key) if isinstance(node, Fields) else None
    return found.text if isinstance(found, Leaf) else ""
