"""The large XML of a spreadsheet, streamed: memory does not grow with it, and nothing is defined.

openpyxl keeps a node for every row and every string of the file. This uses the same parser (expat)
with the refusals of defusedxml: no document type, so no entity, inner or outer.
"""

import zlib
from array import array
from collections.abc import Callable, Iterator
from typing import Any, NoReturn
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from app.lib.i18n import gettext as _
from app.registry.importing.recognising import damaged
from app.registry.importing.rows import Unreadable

_CHUNK = 64 * 1024
_LONGEST_TOKEN = 1024 * 1024  # bytes of one tag
_MOST_TEXT = 256 * 1024**2  # bytes of all different texts: they stay in memory
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # the strict kind
)
_TAGS = ("row", "c", "v", "f", "is", "si", "t", "rPh")
TAGS = {f"{space} {tag}": tag for space in _NAMESPACES for tag in _TAGS}

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def stream(
    archive: ZipFile, member: str, handlers: tuple[Start, End, Text] | None = None
) -> Iterator[int]:
    """Calls the handlers; yields, again and again, how many bytes were unpacked since."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.EntityDeclHandler = _refuse_definitions
    if handlers:
        parser.StartElementHandler, parser.EndElementHandler = handlers[:2]
        parser.CharacterDataHandler = handlers[2]
    fed = 0
    try:
        with archive.open(member) as source:
            while chunk := source.read(_CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                    raise damaged()
                yield len(chunk)
            parser.Parse(b"", True)
    except (expat.ExpatError, BadZipFile, zlib.error, KeyError, EOFError, OSError) as error:
        raise damaged() from error


class Texts:
    """The table of all texts: cells name them by number. Kept as one run of bytes, not as objects,
    of which a million rows would need some gigabyte."""

    def __init__(self, archive: ZipFile, member: str | None) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        self._parts: list[str] = []
        self._is_text = self._is_phonetic = False
        if member:
            for _unpacked in stream(archive, member, (self._start, self._end, self._text)):
                if len(self._bytes) > _MOST_TEXT:
                    raise Unreadable(
                        _("This is too much text for a spreadsheet. Save it as “CSV UTF-8”.")
                    )

    def __getitem__(self, number: int) -> str:
        """IndexError if there is none."""
        if number < 0:
            raise IndexError(number)
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        tag = TAGS.get(name)
        if tag == "si":
            self._parts.clear()
        elif tag == "rPh":  # how to pronounce it
            self._is_phonetic = True
        self._is_text = tag == "t" and not self._is_phonetic

    def _end(self, name: str) -> None:
        tag = TAGS.get(name)
        if tag == "si":
            self._bytes += "".join(self._parts).encode("utf-8", "replace")
            self._ends.append(len(self._bytes))
        elif tag == "rPh":
            self._is_phonetic = False
        self._is_text = False

    def _text(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)


def _refuse_definitions(*_declared: Any) -> NoReturn:
    raise Unreadable(
        _(
            "This file defines XML entities, which no spreadsheet program writes: it was not read."
            " Save the register as “CSV UTF-8” and import that file."
        )
    )
