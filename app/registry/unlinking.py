"""What a mail program would make a link of: letters that bear a state's name must not carry it."""

import re

_DOTS = ".\u3002\uff0e\uff61"  # in a domain all of them are one: RFC 3490, 3.1
# A word of Latin letters, or a known ending, after a dot within a word: "beta.kg", "бета.рф/x".
_LINK = re.compile(
    rf"://|\S@\S|\bwww[{_DOTS}]"
    rf"|\w[{_DOTS}](?:[a-z]{{2,}}|xn--[\w-]+|рф|қаз|бел|укр|срб|мкд)(?!\w)",
    re.IGNORECASE,
)
_AFTER_WWW = re.compile(rf"\b(www)[{_DOTS}]+", re.IGNORECASE)
_WITHIN_A_WORD = re.compile(rf"(?<=\w)([{_DOTS}])(?=\w)")


def is_linked(text: str) -> bool:
    return _LINK.search(text) is not None


def unlinked(text: str) -> str:
    """As a letter may carry it: with blanks where its parts would make an address.

    There are businesses called "CO.INC." and "BP@IRVING", and they have to recognise themselves:
    by the number alone, a reader of the letter could not tell which of their firms is meant.
    """
    if not is_linked(text):
        return text
    apart = _AFTER_WWW.sub(r"\1 ", text.replace("://", ": ").replace("@", " @ "))
    return " ".join(_WITHIN_A_WORD.sub(r"\1 ", apart).split())
