"""How names and numbers are compared: what differs only in spelling gets the same key."""

import re

# Latin letters that look like Cyrillic ones are typed for them, and the other way round.
_ALIKE = str.maketrans("aceopxykmthbё", "асеорхукмтнве")
_LEGAL_FORMS = frozenset(
    form.translate(_ALIKE)
    for form in (
        *("осоо", "ооо", "ао", "оао", "зао", "пао", "тоо", "ип", "чп", "кх", "кфх", "жк", "жи"),
        *("жчк", "жшс", "аак", "жак", "ак", "ақ", "жшқ", "ltd", "llc", "jsc"),
    )
)
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def name_key(name: str) -> str:
    """Its words in the order of the alphabet, without case, marks and legal form."""
    words = re.findall(r"\w+", name.casefold().translate(_ALIKE))
    return " ".join(sorted(word for word in words if word not in _LEGAL_FORMS) or sorted(words))


def number_key(number: str) -> str:
    """Letters and digits alone; zeros with which a number begins are lost in spreadsheets."""
    return _ZEROS.sub("", re.sub(r"[\W_]+", "", number.casefold().translate(_ALIKE)))


def is_slip(one: str, other: str) -> bool:
    """Whether two numbers of one length differ in one digit, or in two neighbours changed over."""
    places = [n for n, (left, right) in enumerate(zip(one, other, strict=False)) if left != right]
    if len(one) != len(other) or not 1 <= len(places) <= 2:
        return False
    first, last = places[0], places[-1]
    is_swap = last == first + 1 and one[first] == other[last] and one[last] == other[first]
    return first == last or is_swap
