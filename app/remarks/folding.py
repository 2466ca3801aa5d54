"""Which ways to write a word are the same, for whoever looks for words in remarks.

People write in capitals, Kyrgyz and Kazakh on Russian keyboards, and paste signs that nobody sees.
"""

from unicodedata import category, normalize

# How a letter is typed where the keyboard lacks it, and Latin letters that stand in for it.
_TYPED = {
    "ң": "н", "қ": "к", "ғ": "г", "һ": "х", "h": "х", "ө": "о", "ɵ": "о",
    "ү": "у", "ұ": "у", "ә": "а", "ə": "а", "і": "и", "i": "и",
}  # fmt: skip
# Accents and other marks on letters; signs that take no place, as those for the direction of text.
_UNSEEN = {"Mn", "Me", "Cf"}


def folded(text: str) -> str:
    """Texts that differ only in such ways become alike: ё and е, й and и, too."""
    return text.translate(_FOLDS)


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """And where in `text` each of its characters came from."""
    folds = [_FOLDS[ord(character)] for character in text]
    places = [place for place, fold in enumerate(folds) for _ in fold]
    return "".join(folds), places


class _Folds(dict[int, str]):
    """By code point, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = normalize("NFKD", chr(code)).casefold()
        seen = (part for part in parts if category(part) not in _UNSEEN)
        self[code] = "".join(_TYPED.get(part, part) for part in seen)
        return self[code]


_FOLDS = _Folds()
