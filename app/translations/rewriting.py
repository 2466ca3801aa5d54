"""Translations into an edition's file, in their places: comments, order and spacing stay."""

import re
from collections.abc import Iterable

from app.questionnaires.worded import Worded

# What may stand without quotes, in a block and in {…}.
_PLAIN = re.compile(r"[^\W\d_](?:(?!: | #)[^\\\n])*(?<![:\s])")
_PLAIN_IN_FLOW = re.compile(r"[^\W\d_](?:(?!: | #)[^\[\]{},\\\n])*(?<![:\s])")


def rewritten(content: bytes, language: str, texts: Iterable[tuple[Worded, str]]) -> bytes:
    """`content` with words of one language replaced, or added where they are missing."""
    mark, written = _unmarked(content.decode())
    ends = "\r\n" if "\r\n" in written else "\n"
    edits = [_edit(written, worded, language, words, ends) for worded, words in texts]
    for start, end, words in sorted(edits, reverse=True):
        written = written[:start] + words + written[end:]
    return f"{mark}{written}".encode()


def _unmarked(written: str) -> tuple[str, str]:
    """The byte order mark, if there is one, and what follows: places are counted after it."""
    return ("\ufeff", written[1:]) if written.startswith("\ufeff") else ("", written)


def _edit(
    written: str, worded: Worded, language: str, words: str, ends: str
) -> tuple[int, int, str]:
    """From where to where, and what comes there."""
    said = _quoted(words, is_flow=worded.is_flow)
    if language in worded.said:
        start, end = worded.said[language].span
        block = written[start:end]
        before = "" if block else " "  # nothing stands after the colon
        after = block[len(block.rstrip()) :]  # a block of several lines ends with its last line
        return start, end, before + said + after
    last = max(worded.said.values(), key=lambda it: it.span[1])
    if worded.is_flow:
        return last.span[1], last.span[1], f", {language}: {said}"
    end_of_line = written.find("\n", last.span[1] - 1)
    indent = _indent(written, last.line)
    if end_of_line < 0:
        return len(written), len(written), f"{ends}{indent}{language}: {said}"
    return end_of_line + 1, end_of_line + 1, f"{indent}{language}: {said}{ends}"


def _indent(written: str, line: int) -> str:
    text = written.split("\n")[line - 1]
    return text[: len(text) - len(text.lstrip(" "))]


def _quoted(words: str, *, is_flow: bool) -> str:
    """As the file's other words: plain where that is safe, else in double quotes."""
    if (_PLAIN_IN_FLOW if is_flow else _PLAIN).fullmatch(words):
        return words
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
