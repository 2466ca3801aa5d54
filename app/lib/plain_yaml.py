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
from app.lib.i18n import gettext as _

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
        sentence = _(
            "this is not YAML: %(problem)s. Check quotes and indentation here.", problem=problem
        )
        faults.add(line, sentence)
    except (yaml.YAMLError, ValueError, OverflowError):  # the last two: \U escapes beyond Unicode
        faults.add(
            1, _("this is not YAML. Check the escapes that begin with \\U, and percent signs.")
        )
    return None


def _events(content: bytes) -> Iterator[Any]:
    if len(content) > LARGEST:
        raise _Hopeless(
            1, _("the file is larger than %(most)s KB. Shorten it.", most=LARGEST // 1024)
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _Hopeless(line, _("this is not UTF-8. Save the file as UTF-8.")) from error
    if odd := _UNWRITABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        sign = f"U+{ord(odd[0]):04X}"
        raise _Hopeless(line, _("a control character %(sign)s stands here. Remove it.", sign=sign))
    return iter(yaml.parse(text, yaml.CSafeLoader))


class _Tree:
    def __init__(self, events: Iterator[Any], faults: Faults) -> None:
        self._events = events
        self._faults = faults

    def document(self) -> Node:
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), StreamEndEvent):
            raise _Hopeless(1, _("the file is empty. Write it anew."))
        tree = self._node(next(self._events), depth=1)
        next(self._events)  # the end of the document
        after = next(self._events)
        if isinstance(after, DocumentStartEvent):
            sentence = _("a second document begins here. Remove the line ---.")
            raise _Hopeless(_line(after), sentence)
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
                sentence = _("a list or a block stands where a key belongs. Write a word.")
                raise _Hopeless(line, sentence)
            key = self._words(event, line)
            value = self._node(next(self._events), depth, line)
            if key in entries:
                first = entries[key].line
                sentence = _(
                    "%(word)s stands here again, after line %(line)s. Remove one.",
                    word=quoted(key),
                    line=first,
                )
                self._faults.add(line, sentence)
            entries.setdefault(key, value)
        return entries

    def _refuse_magic(self, event: Any, line: int, depth: int) -> None:
        if depth > _DEEPEST:
            sentence = _("this is nested more than %(most)s deep. Flatten it.", most=_DEEPEST)
            raise _Hopeless(line, sentence)
        if isinstance(event, AliasEvent) or event.anchor is not None:
            sentence = _("anchors (&) and aliases (*) are not used here. Write it out.")
            raise _Hopeless(line, sentence)
        if event.tag is not None:
            tag = quoted(str(event.tag))
            self._faults.add(line, _("the tag %(tag)s is not used here. Remove it.", tag=tag))

    def _words(self, event: ScalarEvent, line: int) -> str:
        words = str(event.value).strip()
        if odd := _UNWRITABLE.search(words):  # written as an escape
            sign = f"\\u{ord(odd[0]):04x}"
            raise _Hopeless(line, _("%(sign)s is not a character for words. Remove it.", sign=sign))
        return words


def _span(event: Any) -> tuple[int, int]:
    return int(event.start_mark.index), int(event.end_mark.index)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
