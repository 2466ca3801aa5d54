"""Whether a translation can stand in the place of its source."""

import re
import unicodedata

from app.lib.sources import tidied
from app.questionnaires.worded import Worded
from app.translations.sheet import in_brackets

_KAZAKH_ONLY = set("әғқұһіӘҒҚҰҺІ")
# Markup and placeholders mean something to a program: the translation has the same.
_SIGNS = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+[^>]*>")


def fault_in(worded: Worded, source: str, language: str, words: str) -> str | None:
    """What is wrong with it, and what to do; None if nothing is."""
    if len(tidied(words)) > worded.longest:
        return f"has {len(tidied(words))} characters. Shorten it to {worded.longest}."
    if odd := [it for it in words if unicodedata.category(it) in ("Cc", "Cs") and it not in "\n\t"]:
        return f"holds the control character U+{ord(odd[0]):04X}. Remove it."
    if language != "kk" and (foreign := _KAZAKH_ONLY & set(words)):
        letters = ", ".join(sorted(foreign))
        return f"has letters that {in_brackets(language)} does not have: {letters}."
    expected = _signs(worded.text(source))
    if _signs(words) != expected:
        return f"must have the placeholders and markup of its source: {expected or 'none'}."
    return None


def _signs(text: str) -> str:
    return ", ".join(sorted(_SIGNS.findall(text)))
