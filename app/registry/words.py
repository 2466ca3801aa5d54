"""The words of a description: lines, paragraphs, addresses; each refuses with what to write."""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, TypeVar

from pydantic import AfterValidator

from app.lib.i18n import LANGUAGES, OWN_NAMES
from app.lib.i18n import gettext as _
from app.registry.addresses import clean
from app.registry.faults import Faults

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
_ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?")
_BREAKS = {"Cc", "Cs", "Zl", "Zp"}  # a letter with such a sign in its head would never go out

Part = TypeVar("Part")


def in_every_language(parts: dict[str, Part]) -> dict[str, Part]:
    faults = {
        language: _("Write it in this language too: %(language)s.", language=OWN_NAMES[language])
        for language in LANGUAGES
        if language not in parts
    }
    for other in parts.keys() - set(LANGUAGES):
        faults[other] = _("Use one of these words: %(words)s.", words=", ".join(LANGUAGES))
    if faults:
        raise Faults(faults)
    return parts


def _line(most: int) -> Callable[[str], str]:
    def checked(text: str) -> str:
        if not (text := text.strip()):
            raise ValueError(_("This is needed."))
        if any(unicodedata.category(sign) in _BREAKS for sign in text):
            raise ValueError(_("Write it on one line, without control characters."))
        if len(text) > most:
            raise ValueError(_("Write at most %(count)s characters.", count=most))
        return text

    return checked


def _paragraph(text: str) -> str:
    """Lines may break, and tabs stand: nothing else that cannot be seen."""
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not text:
        raise ValueError(_("This is needed."))
    if any(unicodedata.category(sign) in _BREAKS and sign not in "\n\t" for sign in text):
        raise ValueError(_("Take the control characters out."))
    if len(text) > LONGEST_PARAGRAPH:
        raise ValueError(_("Write at most %(count)s characters.", count=LONGEST_PARAGRAPH))
    return text


def _slug(text: str) -> str:
    if _SLUG.fullmatch(text) is None:
        raise ValueError(
            _("Use two to forty of the letters a to z, digits and hyphens; begin with a letter.")
        )
    return text


def _address(text: str) -> str:
    if _ADDRESS.fullmatch(text) is None or len(text) > 200:
        raise ValueError(_("Write the whole address, such as https://inspection.gov.kg."))
    return text


LONGEST_PARAGRAPH = 1500

Line = Annotated[str, AfterValidator(_line(300))]
Short = Annotated[str, AfterValidator(_line(60))]
Phone = Annotated[str, AfterValidator(_line(40))]
Paragraph = Annotated[str, AfterValidator(_paragraph)]
Slug = Annotated[str, AfterValidator(_slug)]
Address = Annotated[str, AfterValidator(_address)]
EMail = Annotated[str, AfterValidator(_line(254)), AfterValidator(clean)]
