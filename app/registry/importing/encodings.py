"""In which encoding a text file is: found by rules, never guessed, or refused.

A byte order mark decides. Without one the whole file is UTF-8, or else it is cp1251 (what Russian
Windows writes) if that makes plain Cyrillic words of it: other encodings make gibberish of letters.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from app.lib.i18n import gettext as _
from app.registry.importing.rows import Unreadable

LONGEST_LINE = 1_000_000
_CHUNK = 64 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_CYRILLIC = re.compile("[А-Яа-яЁё]")
_VOWEL = re.compile("[АЕЁИОУЫЭЮЯаеёиоуыэюя]")
# What else such registers hold beyond ASCII.
_USUAL = re.compile("[А-Яа-яЁё№«»“”„‘’‚–—…•§°±·\xa0\xadІіЇїЄєЎў©®™€]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_WORD = re.compile("[А-Яа-яЁёA-Za-z]{5,}")
# KOI8-R turns the case of letters around; cp1252 puts its é and ü among Latin letters.
_ODD_WORD = re.compile("[а-яё][А-ЯЁ]|[А-Яа-яЁё][A-Za-z]|[A-Za-z][А-Яа-яЁё]")


def encoding_of(file: BinaryIO) -> str:
    """A codec's name, with which the whole file can be read."""
    start = file.read(4)
    marked = "utf-16" if start.startswith(_UTF16) else "utf-8-sig"
    try:
        _look_through(file, marked)
    except _Undecodable as error:
        has_mark = start.startswith((*_UTF16, codecs.BOM_UTF8))
        if has_mark or not _is_cp1251(file):
            raise Unreadable(
                _(
                    "Line %(line)s is in an encoding that cannot be told. Save the register as"
                    " “CSV UTF-8” and import that file.",
                    line=error.line,
                )
            ) from error
        _look_through(file, "cp1251")
        return "cp1251"
    return marked


class _Undecodable(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _look_through(file: BinaryIO, encoding: str) -> None:
    """All of it is text, and text of lines."""
    line, since_its_start = 1, 0
    for text in _texts(file, encoding):
        nul, ends = text.find("\x00"), text.count("\n")
        if nul >= 0:
            raise Unreadable(
                _(
                    "Line %(line)s holds a NUL character: this is no text. Save the register as"
                    " “CSV UTF-8” and import that file.",
                    line=line + text.count("\n", 0, nul),
                )
            )
        last = max(text.rfind("\n"), text.rfind("\r"))
        since_its_start = len(text) - last - 1 if last >= 0 else since_its_start + len(text)
        line += ends
        if since_its_start >= LONGEST_LINE:
            raise Unreadable(_("Line %(line)s never ends: this is no register.", line=line))


def _texts(file: BinaryIO, encoding: str) -> Iterator[str]:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            ends = before.count(b"\n") if encoding != "utf-16" else 0
            raise _Undecodable(line + ends) from error
        line += text.count("\n")
        yield text
        if not chunk:
            return


def _is_cp1251(file: BinaryIO) -> bool:
    """Whether it reads as Cyrillic words: usual signs, usual vowels, no case or script mixed up."""
    letters = vowels = usual = beyond = words = odd = 0
    try:
        for text in _texts(file, "cp1251"):
            beyond += len(_BEYOND_ASCII.findall(text))
            usual += len(_USUAL.findall(text))
            letters += len(_CYRILLIC.findall(text))
            vowels += len(_VOWEL.findall(text))
            found = [word for word in _WORD.findall(text) if not word.isascii()]
            words += len(found)
            odd += sum(1 for word in found if _ODD_WORD.search(word))
    except _Undecodable:
        return False
    return (
        letters > 0
        and usual >= 0.98 * beyond
        and 0.28 * letters <= vowels <= 0.6 * letters
        and odd <= 0.05 * words
    )
