"""YAML as a tree of words with line numbers. Nothing is typed, tagged, shared or executed.

The tree is built from the parser's events, because its own constructors expand aliases, obey tags
and forget where a value stood.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from app.lib.faults import Faults, quoted

LARGEST = 256 * 1024  # bytes; no file that a person writes is as long
_DEEPEST = 8  # in a questionnaire: questions, question, options, option, label, words
_UNWRITABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Leaf:
    line: int
    text: str
    span: tuple[int, int]  # from which character of the file to which, quotes included


@dataclass(frozen=True)
class Rows:
    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Fields:
    line: int
    entries: dict[str, "Node"] = field(default_factory=dict)  # a value's line is that of its key
    is_flow: bool = False  # written {key: value, …}


Node = Leaf | Rows | Fields


class _Hopeless(Exception):
    """Reading on would make no sense."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


def parse(content: bytes, faults: Faults) -> Node | None:
    """The file's only document; None, and a fault, if it cannot be read as YAML at all."""
    try:
        return _Tree(_events(content), faults).document()
    except _Hopeless as error:
        faults.add(error.line, error.sentence)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        line = min(line, max(1, len(content.splitlines())))  # it may be found at the very end
        problem = quoted(error.problem or "unreadable")
        faults.add(line, f"this is not YAML: {problem}. Check quotes and indentation here.")
    except (yaml.YAMLError, ValueError, OverflowError):  # the last two: \U escapes beyond Unicode
        faults.add(1, "this is not YAML. Check the escapes such as \\U0001F600 and the % lines.")
    return None


def _events(content: bytes) -> Iterator[Any]:
    if len(content) > LARGEST:
        raise _Hopeless(1, f"the file is larger than {LARGEST // 1024} KB. Shorten it.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Hopeless(line, "this is not UTF-8. Save the file as UTF-8.") from error
    if odd := _UNWRITABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise _Hopeless(line, f"a control character U+{ord(odd[0]):04X} stands here. Remove it.")
    return iter(yaml.parse(text, yaml.CSafeLoader))


class _Tree:
    def __init__(self, events: Iterator[Any], faults: Faults) -> None:
        self._events = events
        self._faults = faults

    def document(self) -> Node:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), StreamEndEvent):
            raise _Hopeless(1, "the file is empty. Write it anew.")
        tree = self._node(next(self._events), depth=1)
        next(self._events)  # the end of the document
        after = next(self._events)
        if isinstance(after, DocumentStartEvent):
            raise _Hopeless(_line(after), "a second document begins here. Remove the line ---.")
        return tree

    def _node(self, event: Any, depth: int, line: int | None = None) -> Node:
        line = line or _line(event)
        self._refuse_magic(event, line, depth)
        if isinstance(event, ScalarEvent):
            return Leaf(line, self._words(event, line), _span(event))
        if isinstance(event, SequenceStartEvent):
            return Rows(line, self._items(depth + 1))
        return Fields(line, self._entries(depth + 1), bool(event.flow_style))

    def _items(self, depth: int) -> list[Node]:
        items = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, depth))
        return items

    def _entries(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            line = _line(event)
            if not isinstance(event, ScalarEvent):
                raise _Hopeless(line, "a list or a block stands where a key belongs. Write a word.")
            key = self._words(event, line)
            value = self._node(next(self._events), depth, line)
            if key in entries:
                first = entries[key].line
                self._faults.add(
                    line, f"{quoted(key)} stands here again, after line {first}. Remove one."
                )
            entries.setdefault(key, value)
        return entries

    def _refuse_magic(self, event: Any, line: int, depth: int) -> None:
        if depth > _DEEPEST:
            raise _Hopeless(line, f"this is nested more than {_DEEPEST} deep. Flatten it.")
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise _Hopeless(line, "anchors (&) and aliases (*) are not used here. Write it out.")
        if event.tag is not None:
            self._faults.add(line, f"the tag {quoted(str(event.tag))} is not used here. Remove it.")

    def _words(self, event: ScalarEvent, line: int) -> str:
        words = str(event.value).strip()
        if odd := _UNWRITABLE.search(words):  # written as an escape
            raise _Hopeless(line, f"\\u{ord(odd[0]):04x} is not a character for words. Remove it.")
        return words


def _span(event: Any) -> tuple[int, int]:
    return int(event.start_mark.index), int(event.end_mark.index)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
