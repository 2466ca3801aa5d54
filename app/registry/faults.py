"""What is wrong with a description, as sentences in the language being spoken."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from app.lib.i18n import gettext as _


class Faults(ValueError):
    """Several at once, by the step that leads from here to each."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__("; ".join(sentences.values()))
        self.sentences = sentences


# By pydantic's name of the fault; whatever else is said is a ValueError of ours.
_SAID: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _about: _("This is needed."),
    "extra_forbidden": lambda _about: _("Nothing of that name belongs here. Take it out."),
    "literal_error": lambda about: _(
        "Use one of these words: %(words)s.", words=about["expected"].replace("'", "")
    ),
    "string_type": lambda _about: _("Write it as text; in a file, between quotation marks."),
    "int_type": lambda _about: _("Write a whole number."),
    "too_long": lambda about: _("Enter at most %(n)s of them.", n=about["max_length"]),
    "greater_than_equal": lambda about: _("Write a number of at least %(n)s.", n=about["ge"]),
    "less_than_equal": lambda about: _("Write a number of at most %(n)s.", n=about["le"]),
}


def sentences(error: ValidationError) -> dict[str, str]:
    """By place, such as `sites.0.names.ky`; the first fault of a place counts."""
    said: dict[str, str] = {}
    for fault in error.errors():
        place = ".".join(str(step) for step in fault["loc"])
        about = fault.get("ctx", {})
        cause = about.get("error")
        if isinstance(cause, Faults):
            for step, sentence in cause.sentences.items():
                said.setdefault(f"{place}.{step}" if place else step, sentence)
        else:
            kind = "missing" if fault["input"] == "" else fault["type"]
            said.setdefault(place, str(cause) if cause else _sentence(kind, about))
    return said


def _sentence(kind: str, about: Mapping[str, Any]) -> str:
    if kind in _SAID:
        return _SAID[kind](about)
    return _("This is written in another way: compare it with the example in the documentation.")
