"""One answer as it was sent: taken, or refused with a sentence that says what to do about it."""

import re
from unicodedata import normalize

from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext, spoken
from app.lib.numbers import count
from app.questionnaires.definition import Question

Closed = str | list[str] | int

_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # Cc and Cs, but \n and \t
_LINE_ENDS = re.compile(r"\r\n?")
# People group thousands with a plain, a no-break, a thin or a narrow no-break space.
_WHOLE = re.compile("[0-9]{1,15}|[0-9]{1,3}([ \u00a0\u2009\u202f][0-9]{3}){1,4}")


class Refused(ValueError):
    """The answer cannot be taken. Its text is for the person who gave it, in their language."""


def tidy(values: list[str]) -> list[str]:
    """Stripped, NFC (an й typed as и and a breve is one character), empty ones left out."""
    clean = (normalize("NFC", _LINE_ENDS.sub("\n", value)).strip() for value in values)
    return [value for value in clean if value]


def closed_answer(question: Question, given: list[str]) -> Closed:
    if question.type == "multiple":
        return _several(question, given)
    if question.type == "number":
        return _number(question, _only(question, given))
    return _one(question, _only(question, given))


def _one(question: Question, value: str) -> str:
    if value not in {option.value for option in question.options}:
        raise Refused(_("Choose an answer from the list at “%(question)s”.", **named(question)))
    return value


def _several(question: Question, given: list[str]) -> list[str]:
    """In the questionnaire's order, each once."""
    for value in given:
        _one(question, value)
    chosen = [option for option in question.options if option.value in given]
    for option in chosen:
        if len(chosen) > 1 and (option.alone or option.outside):
            raise Refused(
                _(
                    "At “%(question)s”, choose either “%(option)s” or other answers.",
                    option=option.label[spoken()],
                    **named(question),
                )
            )
    return [option.value for option in chosen]


def _number(question: Question, written: str) -> int:
    low, high = question.minimum or 0, question.maximum or 0
    if _WHOLE.fullmatch(written):
        number = int(re.sub(r"\s", "", written))
        if low <= number <= high:
            return number
    raise Refused(
        _(
            "At “%(question)s”, write a whole number in figures, from %(low)s to %(high)s.",
            low=count(low),
            high=count(high),
            **named(question),
        )
    )


def remark(question: Question, given: list[str]) -> str:
    """At most max_length characters, counted as people count them."""
    text = _only(question, given)
    # Half a surrogate pair or a NUL can be typed by programs only, and no database keeps them.
    if _NO_TEXT.search(text):
        raise Refused(
            _(
                "Remove the control characters from your answer to “%(question)s”.",
                **named(question),
            )
        )
    excess = len(text) - question.max_length
    if excess > 0:
        raise Refused(
            ngettext(
                "Shorten your answer to “%(question)s” by %(n)s character.",
                "Shorten your answer to “%(question)s” by %(n)s characters.",
                excess,
                **named(question),
            )
        )
    return text


def _only(question: Question, given: list[str]) -> str:
    if len(given) > 1:
        raise Refused(_("Give only one answer to “%(question)s”.", **named(question)))
    return given[0]


def named(question: Question) -> dict[str, str]:
    """For the sentences: the question in a few words."""
    return {"question": question.short[spoken()]}
